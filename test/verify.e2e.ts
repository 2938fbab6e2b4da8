import { randomBytes } from 'node:crypto';
import type { VerificationView } from '../src/modules/papers/verify.view.js';
import type { LetterView } from '../src/modules/letters/letter.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, PDF, type Answer, type Session } from './support/client.js';
import { fetchPdf, letterOf } from './support/papers.js';
import { SopFolder } from './support/sop-folder.js';
import { choices, STOP, walk } from './support/walk.js';

let service: Booted;
let public_: Session;
let letter: LetterView;
let pdf: Buffer;
const sops = new SopFolder();
beforeAll(async () => {
  service = await boot({ sopDir: sops.path });
  public_ = service.client.anonymous();
  const input = { validUntil: '2026-12-31' };
  const { application } = await walk(service, 'sik-perekam-medis', choices({ 17: { outcome: 'drafted', input } }));
  const clerk = await service.as('frontoffice');
  letter = await letterOf(clerk, application.id);
  pdf = await fetchPdf(clerk, letter.pdf);
});
afterAll(async () => {
  await service.close();
  sops.remove();
});

const verify = (code: string, headers = {}) => public_.get<VerificationView>(`/v1/verify/${encodeURIComponent(code)}`, headers);
const compare = (bytes: Buffer, headers = {}): Promise<Answer<VerificationView>> => {
  const boundary = '----terbit-test';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="surat.pdf"\r\ncontent-type: application/pdf\r\n\r\n`;
  const payload = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return public_.postRaw(`/v1/verify/${letter.verificationCode}`, `multipart/form-data; boundary=${boundary}`, payload, headers);
};
const PAGE = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

it('says what anybody may know of a letter, and no more', async () => {
  expect(ok(await verify(letter.verificationCode!))).toEqual({
    genuine: true,
    status: 'valid',
    code: letter.verificationCode,
    kind: 'permit',
    number: letter.number,
    subject: 'Surat Izin Kerja Perekam Medis (SIK)',
    service: 'Surat Izin Kerja Perekam Medis (SIK)',
    date: '2026-11-23',
    agency: expect.stringContaining('Kabupaten Dairi'),
    holder: 'N*** P***',
    validUntil: '2026-12-31',
    revokedAt: null,
    replacedBy: null,
    certificate: expect.objectContaining({ name: expect.stringMatching(/^UJI COBA/), sha256: expect.any(String) }),
    file: null,
  });
});

it('knows a code as people type it', async () => {
  const typed = letter
    .verificationCode!.toLowerCase()
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replace(/(.{4})/g, '$1-');
  expect(ok(await verify(typed)).number).toBe(letter.number);
});

it.each(['0000000000000000', 'x', "' or 1=1 --", '<script>alert(1)</script>', 'A'.repeat(250)])('does not know %s', async (code) => {
  expect((await verify(code)).body).toMatchObject({ status: 404, code: 'LETTER_UNKNOWN' });
  const page = await verify(code, PAGE);
  expect(page.status).toBe(404);
  expect(page.text).not.toContain(code.slice(0, 8) === '<script>' ? '<script' : 'Nama Pemohon');
});

it('shows browsers a page in their language, without scripts', async () => {
  const page = await verify(letter.verificationCode!, PAGE);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.text).toContain('<html lang="id">');
  expect(page.text).toContain(letter.number);
  expect(page.text).toContain('23 November 2026');
  expect(page.text).not.toMatch(/<script|https?:\/\/|Nama Pemohon/);
  expect((await verify(letter.verificationCode!, { ...PAGE, 'accept-language': 'en' })).text).toContain('This letter is genuine and valid');
});

it('tells the issued file from one with a single byte changed, and from any other', async () => {
  expect(ok(await compare(pdf)).file).toBe('same');
  const changed = Buffer.from(pdf);
  changed[changed.length - 10]! ^= 1;
  expect(ok(await compare(changed)).file).toBe('different');
  expect(ok(await compare(PDF)).file).toBe('different');
  expect((await compare(pdf, PAGE)).text).toContain('sama persis');
  expect((await public_.post(`/v1/verify/${letter.verificationCode}`, {})).status).toBe(415);
});

it('answers for a draft as if there were none, and has unguessable codes for every agency', async () => {
  const { application } = await walk(service, 'sik-perekam-medis', choices({ 18: STOP }));
  const [row] = await service.sql<{ verification_code: string }>('select verification_code from letters where application_id = $1', [
    application.id,
  ]);
  expect((await verify(row!.verification_code)).status).toBe(404);

  const east = await walk(service, 'izin-singkat');
  const other = await letterOf(await service.as('timur.kepala'), east.application.id);
  expect(ok(await verify(other.verificationCode!)).agency).toContain('Contoh Timur');
  const codes = await service.sql<{ code: string }>('select new_verification_code() as code from generate_series(1, 2000)');
  expect(new Set(codes.map(({ code }) => code)).size).toBe(2000);
  expect(codes.every(({ code }) => /^[0-9A-HJKMNP-TV-Z]{16}$/.test(code))).toBe(true);
  const signs = new Map<string, number>();
  for (const { code } of codes) for (const sign of code) signs.set(sign, (signs.get(sign) ?? 0) + 1);
  expect(Math.min(...signs.values())).toBeGreaterThan(700);
  expect(signs.size).toBe(32);
});

it('keeps another agency out of the papers', async () => {
  const stranger = await service.as('timur.kepala');
  expect((await stranger.get(letter.pdf)).body).toMatchObject({ status: 404 });
});

it('says when a letter has expired, by the calendar of its agency', async () => {
  service.setTime('2027-01-01T00:00:00+07:00');
  expect(ok(await verify(letter.verificationCode!)).status).toBe('expired');
});

it('lets a crowd wait or go, and answers the rest', async () => {
  const answers = await Promise.all(Array.from({ length: 300 }, () => verify(randomBytes(8).toString('hex'))));
  expect(answers.map(({ status }) => status).filter((status) => status !== 404 && status !== 429)).toEqual([]);
});
