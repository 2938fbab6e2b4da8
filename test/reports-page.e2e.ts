import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ServiceView } from '../src/modules/catalogue/service.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { describeWithBrowser, openBrowser } from './support/browser.js';
import { ok } from './support/client.js';
import { BOUNDARY, form, type Part } from './support/hostile.js';
import { readPdf } from './support/pdf.js';
import { until } from './support/until.js';
import { choices, STOP, walk, walkOn } from './support/walk.js';

const EVIL = `<img src=x onerror=alert(1)> "Usaha' & Anak`;

let service: Booted;
let base: string;

beforeAll(async () => {
  service = await boot({ env: WORKING });
  const applicant = await service.as('pemohon');
  const { form: filled } = ok(await applicant.get<ServiceView>('/v1/services/iumk'));
  const body = { service: 'iumk', form: (filled as { examples: object[] }).examples[0], applicant: { name: EVIL } };
  const opened = ok(await applicant.post<ApplicationView>('/v1/applications', body));
  await walkOn(service, opened, choices({ 5: { outcome: 'refuse', input: { reason: EVIL } } }));
  await walk(service, 'sik-perekam-medis', choices({ 4: STOP }));
  service.pass(420);
  await until(
    () => service.sql('select 1 from outbox'),
    ({ length }) => length === 0,
  );
  await service.app.listen(0, '127.0.0.1');
  base = `http://127.0.0.1:${(service.app.getHttpServer().address() as AddressInfo).port}`;
}, 60_000);
afterAll(() => service.close());

const field = (name: string, data: string): Part => ({ name, data });
const signIn = (username: string, password = 'terbit', headers: Record<string, string> = {}) =>
  service.app.inject({
    method: 'POST',
    url: '/reports/sign-in',
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, host: 'reports.example', ...headers },
    payload: form([field('username', username), field('password', password)]),
  });
const open = (url: string, cookie?: string) => service.app.inject({ url, headers: { ...(cookie && { cookie }) } });
const cookieOf = ({ headers }: { headers: Record<string, unknown> }) => String(headers['set-cookie']).split(';')[0]!;

describe('the session of the page', () => {
  it('is a cookie that scripts do not see, that goes nowhere else, and that ends', async () => {
    const answer = await signIn('kadis');
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/reports?lang=id']);
    expect(answer.headers['set-cookie']).toMatch(/^terbit_reports=[\w.-]+; Max-Age=1800; Path=\/reports; HttpOnly; SameSite=Strict$/);
    const cookie = cookieOf(answer);
    const page = await open('/reports', cookie);
    expect(page.body).toContain('Lima angka hari ini');
    expect(page.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
      'content-type': 'text/html; charset=utf-8',
    });
    expect((await open('/v1/reports', cookie)).statusCode).toBe(401);
    const file = await open('/reports/sla.csv?from=2026-11-01&until=2026-11-30&lang=en', cookie);
    expect(file.body).toContain('Standard time');
    const now = service.clock.now();
    service.pass(31);
    expect((await open('/reports', cookie)).body).toContain('name="password"');
    expect((await open('/reports/sla.csv', cookie)).statusCode).toBe(401);
    service.setTime(now);
  });

  it('is for heads alone, and not begun by another site', async () => {
    expect((await signIn('kadis', 'salah')).statusCode).toBe(401);
    const clerk = await signIn('frontoffice');
    expect([clerk.statusCode, clerk.headers['set-cookie']]).toEqual([403, undefined]);
    expect(clerk.body).toContain('Peran Anda tidak boleh melakukan ini.');
    for (const [name, value] of [
      ['origin', 'https://evil.example'],
      ['origin', 'null'],
      ['sec-fetch-site', 'cross-site'],
    ] as const) {
      const answer = await signIn('kadis', 'terbit', { [name]: value });
      expect([answer.statusCode, answer.json<{ code: string }>().code, answer.headers['set-cookie']]).toEqual([
        403,
        'OTHER_SITE',
        undefined,
      ]);
    }
    expect((await signIn('kadis', 'terbit', { origin: 'http://reports.example', 'sec-fetch-site': 'same-origin' })).statusCode).toBe(303);
  });

  it('takes nothing for a session that is none, and no month that is none', async () => {
    for (const cookie of [
      'terbit_reports=x',
      'terbit_reports=a.b.c',
      'terbit_reports',
      `a=${'b'.repeat(9000)}`,
      `terbit_reports=${'x.'.repeat(3000)}`,
    ])
      expect((await open('/reports', cookie)).body).toContain('name="password"');
    const cookie = cookieOf(await signIn('kadis'));
    for (const query of ['month=2026-13', 'month=0000-01', 'month=10000-01', 'lang=fr', 'service=x', 'x=1'])
      expect([query, (await open(`/reports?${query}`, cookie)).statusCode]).toEqual([query, query === 'service=x' ? 404 : 422]);
    expect((await open('/reports?month=&service=', cookie)).statusCode).toBe(200);
    expect((await open('/reports?month=2020-02&service=iumk', cookie)).body).toContain('Februari 2020');
    expect((await service.app.inject({ method: 'POST', url: '/reports/sign-in', payload: { username: 'kadis' } })).statusCode).toBe(415);
    expect((await open('/reports/gaji.csv', cookie)).statusCode).toBe(404);
  });
});

describeWithBrowser('the page in a browser, without scripts', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const elsewhere: string[] = [];
  const complaints: string[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
    context = await browser.newContext({ locale: 'id-ID', javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
    page = await context.newPage();
    page.on('request', (request) => !request.url().startsWith(base) && !request.url().startsWith('data:') && elsewhere.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('dialog', (dialog) => complaints.push(dialog.message()));
  }, 60_000);
  afterAll(() => browser.close());

  const figures = () => page.locator('.figures b').allTextContents();
  /** Whether anything is wider than the window. */
  const overflow = async () => {
    const { width } = page.viewportSize()!;
    const boxes = await Promise.all((await page.locator('section, .figures li, header, form').all()).map((each) => each.boundingBox()));
    return boxes.filter((box) => box && box.x + box.width > width + 1);
  };

  it('signs in, and says it again after a wrong password', async () => {
    await page.goto(`${base}/reports`);
    await page.getByLabel('Nama pengguna').fill('kadis');
    await page.getByLabel('Kata sandi').fill('salah');
    await page.getByRole('button', { name: 'Masuk' }).click();
    expect(await page.getByRole('alert').textContent()).toBe('Nama pengguna atau kata sandi salah.');
    await page.getByLabel('Nama pengguna').fill('kadis');
    await page.getByLabel('Kata sandi').fill('terbit');
    await page.getByRole('button', { name: 'Masuk' }).click();
    expect(await page.title()).toBe('Laporan pimpinan – DPMPTSPK');
  });

  it('shows five figures and the pictures', async () => {
    expect(await figures()).toEqual(['1', '1', '1', expect.stringMatching(/^\d+(,\d)? %$/), '0']);
    expect(await page.locator('section h2').allTextContents()).toEqual(
      ['Ketepatan waktu dua belas bulan', 'Tempat permohonan menunggu', 'Beban kerja per meja', 'Ketepatan waktu per langkah', 'Tim teknis', 'Kepuasan masyarakat', 'Pengembalian dan penolakan'], // prettier-ignore
    );
    expect(await page.locator('svg[role=img]').count()).toBe(7);
    expect(await page.locator('section svg rect').count()).toBeGreaterThan(20);
    const waiting = page.locator('section', { hasText: 'Tempat permohonan menunggu' });
    expect(await waiting.locator('svg').textContent()).toContain('SIK 4. Mengentri berkas');
    await waiting.getByText('Angkanya').click();
    expect(await waiting.getByRole('table').textContent()).toContain('Penerima Berkas / Front Office');
    expect(await overflow()).toEqual([]);
  });

  it('is for one service, or one month, and in English', async () => {
    await page.getByLabel('Layanan').selectOption({ label: 'Izin Usaha Mikro Kecil (IUMK)' });
    await page.getByRole('button', { name: 'Tampilkan' }).click();
    expect(await figures()).toEqual(['0', '0', '1', expect.any(String), '0']);
    await page.getByRole('link', { name: 'English' }).click();
    expect(await page.locator('.figures span').allTextContents()).toContain('Overdue tasks');
    expect(new URL(page.url()).searchParams.get('service')).toBe('iumk');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.goto(`${base}/reports?month=2026-10&lang=en`);
    expect(await page.locator('header').textContent()).toContain('October 2026');
    expect(await page.locator('section', { hasText: 'Punctuality by step' }).textContent()).toContain('There is nothing in this period.');
  });

  it('fits on a telephone and on paper', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${base}/reports`);
    expect(await overflow()).toEqual([]);
    const printed = await readPdf(await page.pdf({ format: 'A4' }));
    expect(printed.text).toContain('Laporan pimpinan');
    expect(printed.text).not.toContain('Tampilkan');
    expect(printed.text).not.toContain('Unduh');
  });

  it('signs out, asked nobody else for anything, and ran nothing', async () => {
    await page.getByRole('button', { name: 'Keluar' }).click();
    expect(await page.getByLabel('Kata sandi').count()).toBe(1);
    expect(await context.cookies()).toEqual([]);
    expect(elsewhere).toEqual([]);
    // A wrong password is said by the browser as well.
    expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  });
});
