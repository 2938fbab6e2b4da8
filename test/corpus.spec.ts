import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectFile } from '../src/platform/files/inspect/inspect-file.js';
import { ENCRYPTED_REFUSED, ENCRYPTED_TAKEN } from './corpus/encrypted.js';
import { REFUSED as ACTIVE } from './corpus/refused.js';
import { TAKEN as HARMLESS, type Sample } from './corpus/taken.js';

const TAKEN: readonly Sample[] = [...HARMLESS, ...ENCRYPTED_TAKEN];
const REFUSED: readonly Sample[] = [...ACTIVE, ...ENCRYPTED_REFUSED];
const SAMPLES: readonly Sample[] = [...TAKEN, ...REFUSED];

interface Judged {
  readonly pages?: number;
  readonly script?: boolean;
  readonly failed?: string;
}

let folder: string;
const judged = new Map<Sample, Judged>();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'corpus-'));
  const samples = SAMPLES.filter(({ judge }) => judge);
  const paths = samples.map(({ bytes }, index) => {
    const path = join(folder, `${index}.pdf`);
    writeFileSync(path, bytes);
    return path;
  });
  const lines = execFileSync(process.execPath, [join(import.meta.dirname, 'corpus/judge.mjs'), ...paths], {
    encoding: 'utf8',
    stdio: 'pipe',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  lines
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .forEach((line, index) => judged.set(samples[index]!, JSON.parse(line) as Judged));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const found = ({ bytes, mediaType = 'application/pdf' }: Sample) => {
  const verdict = inspectFile(bytes, mediaType);
  return verdict.taken ? 'taken' : verdict.code;
};

it('holds enough samples, each by a name of its own', () => {
  expect(SAMPLES.length).toBeGreaterThanOrEqual(100);
  expect(new Set(SAMPLES.map(({ name }) => name)).size).toBe(SAMPLES.length);
});

it.each(TAKEN.map((sample) => [sample.name, sample] as const))('takes %s', (_, sample) => expect(found(sample)).toBe('taken'));
it.each(REFUSED.map((sample) => [sample.name, sample] as const))('refuses %s', (_, sample) => expect(found(sample)).toBe(sample.expected));

const opens = SAMPLES.filter(({ judge }) => judge === 'opens').map((sample) => [sample.name, sample] as const);
it.each(opens)('pdf.js opens %s and finds no script', (_, sample) =>
  expect(judged.get(sample)).toEqual({ pages: expect.any(Number), script: false }),
);
it.each(opens)('poppler opens %s', (_, { bytes }) => {
  const path = join(folder, 'poppler.pdf');
  writeFileSync(path, bytes);
  const { status, stdout } = spawnSync('pdfinfo', ['-js', path], { encoding: 'utf8' });
  expect([status, stdout.trim()]).toEqual([0, '']);
});

const scripts = SAMPLES.filter(({ judge }) => judge === 'script').map((sample) => [sample.name, sample] as const);
it.each(scripts)('pdf.js runs what is refused as %s', (_, sample) => expect(judged.get(sample)).toMatchObject({ script: true }));

/** The same numbers in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) yield (state = (state * 1_103_515_245 + 12_345) & 0x7fffffff) / 0x80000000;
}

it('answers whatever is damaged in an encrypted file', () => {
  const chance = numbers(7);
  const next = (below: number) => Math.floor(chance.next().value * below);
  const originals = ENCRYPTED_TAKEN.map(({ bytes }) => bytes);
  const scripts = ENCRYPTED_REFUSED.filter(({ judge }) => judge === 'script').map(({ bytes }) => bytes);
  for (let i = 0; i < 2_000; i++) {
    const bytes = Buffer.from(i % 2 ? originals[next(originals.length)]! : scripts[next(scripts.length)]!);
    for (let n = 0; n < 3; n++) bytes[next(bytes.length)] = next(256);
    expect(typeof inspectFile(bytes, 'application/pdf').taken).toBe('boolean');
  }
});
