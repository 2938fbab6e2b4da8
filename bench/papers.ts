import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadavg } from 'node:os';
import { parse } from 'yaml';
import { compose } from '../src/modules/papers/compose.js';
import { renderSheet } from '../src/modules/papers/render/render-sheet.js';
import type { Sheet } from '../src/modules/papers/sheet.js';
import { signPdf } from '../src/platform/signing/sign-pdf.js';
import { makeTestCertificate, readTestCertificate } from '../src/platform/signing/test-certificate.js';
import { parsePaperTemplate } from '../src/sop/papers/paper-template.js';
import { ACTIVITIES } from '../src/sop/testing/vocabulary.js';
import type { ApplicationRow } from '../src/workflow/application.entity.js';
import { readSopFolder } from '../src/workflow/sop-folder.js';

/** Prints and signs permits of the shipped IUMK one after the other, as the one worker of an office does: `npm run bench:papers -- 1000`. */
const SOPS = join(process.cwd(), 'sop');
const count = Number(process.argv[2] ?? 1000);

function sheets(): (no: number) => Sheet {
  const { agencies, definitions, problems } = readSopFolder(SOPS, ACTIVITIES);
  const { definition } = definitions.find(({ definition }) => definition.code === 'iumk')!;
  const template = parsePaperTemplate(parse(readFileSync(join(SOPS, 'papers/iumk/permit.yaml'), 'utf8')));
  if (problems.length > 0 || !template.ok) throw new Error('the shipped SOPs are not in order');
  const agency = agencies.get(definition.agency)!.agency;
  const form = (definition.form['examples'] as Record<string, unknown>[])[0]!;
  const at = new Date('2026-11-23T02:00:00Z');
  return (no) =>
    compose({
      agency,
      definition,
      application: {
        agency: agency.code,
        number: `IUMK-2026-${no}`,
        applicant_name: `Pemohon ${no}`,
        receipt_number: `RESI-${no}`,
      } as ApplicationRow,
      filled: { applicant: { name: `Pemohon ${no}` }, form },
      account: [],
      facts: {
        kind: 'permit',
        edition: 'bench',
        at,
        draft: false,
        values: { number: `503/${no}/IUMK/${agency.shortName}/XI/2026`, subject: 'IUMK', body: '', validUntil: '2031-11-23' },
        signer: { name: 'Kepala', role: 'agency-head' },
        marks: ['back-office', 'service-head', 'secretary'].map((role) => ({ kind: 'initials' as const, name: role, role, at })),
        verificationCode: no.toString(32).toUpperCase().padStart(16, '0'),
      },
      template: template.value,
      logo: null,
      publicUrl: 'https://izin.example.go.id',
      seal: { name: 'Dinas Contoh', test: true },
    });
}

async function run(): Promise<void> {
  const sheet = sheets();
  const seal = await readTestCertificate(await makeTestCertificate('Dinas Contoh', new Date()));
  const permit = async (no: number) =>
    signPdf(await renderSheet(sheet(no), null), seal, { at: new Date(), name: seal.name, reason: `Surat izin ${no}`, location: 'Contoh' });
  for (let no = 0; no < 50; no++) await permit(no);
  const [took, sizes]: [number[], number[]] = [[], []];
  const memory = process.memoryUsage().rss;
  const [begin, cpu] = [performance.now(), process.cpuUsage()];
  for (let no = 1; no <= count; no++) {
    const from = performance.now();
    sizes.push((await permit(no)).length);
    took.push(performance.now() - from);
  }
  const seconds = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(share * took.length))]!.toFixed(1);
  const mib = (bytes: number) => Math.round(bytes / 1_048_576);
  console.log(`${count} signed permits, one after the other; load of the machine ${loadavg()[0]!.toFixed(1)}`);
  console.log(`  per second          ${(count / seconds).toFixed(1)}`);
  console.log(`  p50, p99            ${at(0.5)} ms, ${at(0.99)} ms`);
  console.log(`  CPU per paper       ${((user + system) / 1000 / count).toFixed(1)} ms`);
  console.log(`  size                ${Math.round(Math.max(...sizes) / 1024)} KiB`);
  console.log(`  memory              ${mib(memory)} MiB before, ${mib(process.memoryUsage().rss)} MiB after`);
}

await run();
