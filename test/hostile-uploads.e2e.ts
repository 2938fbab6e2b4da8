import { readdirSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DocumentView } from '../src/modules/applications/document.view.js';
import { boot, type Booted } from './support/boot.js';
import { JPEG, PDF, PNG } from './support/client.js';
import {
  BOUNDARY,
  expectProblem,
  file,
  form,
  NOBODY,
  refuses,
  requirement,
  send,
  traces,
  type Part,
  type Row,
  type Sent,
} from './support/hostile.js';
import { open, walk } from './support/walk.js';

const MB = 1024 * 1024;
const pdfWith = (object: string) => Buffer.from(`%PDF-1.4\n1 0 obj ${object} endobj\ntrailer <<>>\n%%EOF\n`);
const NUL = String.fromCharCode(0);

let service: Booted;
let id: string;
let closed: string;

beforeAll(async () => {
  service = await boot();
  id = (await open(service, 'iumk')).id;
  closed = (await walk(service, 'iumk')).application.id;
  await service.app.listen(0, '127.0.0.1');
});
afterAll(() => service.close());

interface Way {
  readonly application?: () => string;
  readonly type?: string;
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const raw =
  (
    payload: string | Buffer,
    { application = () => id, type = `multipart/form-data; boundary=${BOUNDARY}`, as = 'pemohon', headers }: Way = {},
  ) =>
  (): Sent => ({
    method: 'POST',
    url: `/v1/applications/${application()}/documents`,
    as,
    headers: { 'content-type': type, ...headers },
    payload,
  });
const upload = (parts: readonly Part[], way?: Way) => raw(form(parts), way);
const invalid = (what: string, sent: () => Sent, pointer: string): Row => [what, sent, 422, 'INPUT_INVALID', [pointer]];
const broken = (what: string, sent: () => Sent): Row => [what, sent, 400, 'MULTIPART_BROKEN'];

describe('forms', () => {
  const whole = form([requirement(), file()]);
  const good = [requirement(), file()];
  refuses(
    () => service,
    [
      broken('no end', raw(form(good, ''))),
      broken('cut off within the file', raw(whole.subarray(0, whole.length - 70))),
      broken('not a form at all', raw('garbage')),
      broken('no boundary', upload(good, { type: 'multipart/form-data' })),
      broken('an empty boundary', upload(good, { type: 'multipart/form-data; boundary=' })),
      broken('a boundary without end', upload(good, { type: `multipart/form-data; boundary=${'x'.repeat(5000)}` })),
      broken('a part without a name', upload([{ head: 'content-disposition: form-data\r\n', data: 'x' }, file()])),
      broken('a field called __proto__', upload([requirement(), { name: '__proto__', data: 'x' }, file()])),
      invalid('no parts', upload([]), '/file'),
      invalid('nothing', raw(''), '/file'),
      invalid('parts without headers', upload([{ head: 'garbage\r\n', data: 'x' }]), '/file'),
      invalid('no file', upload([requirement()]), '/file'),
      invalid('a file as text', upload([requirement(), { name: 'file', data: 'x' }]), '/file'),
      invalid('two files', upload([requirement(), file(), file()]), '/file'),
      invalid('a file by another name', upload([requirement(), file({ name: 'upload' })]), '/upload'),
      invalid('a field too many', upload([requirement(), { name: 'x', data: 'x' }, file()]), '/x'),
      invalid('a field too many after the file', upload([requirement(), file(), { name: 'x', data: 'x' }]), '/x'),
      invalid('no requirement', upload([file()]), '/requirement'),
      invalid('two requirements', upload([requirement(), requirement('kk'), file()]), '/requirement'),
      invalid('a requirement that is a file', upload([file({ name: 'requirement' }), file()]), '/requirement'),
      invalid('a requirement that nobody asks for', upload([requirement('x'), file()]), '/requirement'),
      invalid('a requirement with U+0000', upload([requirement(`ktp${NUL}`), file()]), '/requirement'),
      invalid('a requirement without end', upload([requirement('ktp'.repeat(MB)), file()]), '/requirement'),
      ['JSON', raw('{}', { type: 'application/json' }), 415, 'MULTIPART_NEEDED'],
      ['another multipart', upload(good, { type: `multipart/mixed; boundary=${BOUNDARY}` }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
      ['no content type', upload(good, { type: '' }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
      ['an application that is not there', upload(good, { application: () => NOBODY }), 404, 'APPLICATION_NOT_FOUND'],
      ['an application that is closed', upload(good, { application: () => closed }), 409, 'APPLICATION_CLOSED'],
      ['no id', upload(good, { application: () => 'x' }), 400, 'NOT_AN_ID'],
      ['a key with spaces', upload(good, { headers: { 'idempotency-key': 'a b' } }), 400, 'HEADER_INVALID'],
    ],
  );
});

describe('files', () => {
  const of = (more: Partial<Part>) => upload([requirement(), file(more)]);
  refuses(
    () => service,
    [
      ['an empty one', of({ data: '' }), 422, 'FILE_EMPTY'],
      ['11 MB', of({ data: Buffer.concat([PDF, Buffer.alloc(11 * MB)]) }), 413, 'FILE_TOO_LARGE'],
      [
        '11 MB before the requirement',
        upload([file({ data: Buffer.concat([PDF, Buffer.alloc(11 * MB)]) }), requirement()]),
        413,
        'FILE_TOO_LARGE',
      ],
      ['a text', of({ data: 'hello' }), 415, 'FILE_TYPE_REFUSED'],
      ['HTML that says it is a PDF', of({ data: '<html>%PDF-1.4' }), 415, 'FILE_TYPE_REFUSED'],
      ['a PDF in base64', of({ data: PDF.toString('base64') }), 415, 'FILE_TYPE_REFUSED'],
      ['a program called .pdf', of({ data: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(80), PDF]) }), 415, 'FILE_TYPE_REFUSED'],
      ['a PDF that says it is a page', of({ type: 'text/html' }), 415, 'FILE_TYPE_MISMATCH'],
      ['a PDF called .pdf.exe', of({ fileName: 'a.pdf.exe' }), 415, 'FILE_TYPE_MISMATCH'],
      ['a PDF with a script', of({ data: pdfWith('<< /S /JavaScript /JS (app.alert(1)) >>') }), 422, 'PDF_ACTIVE_CONTENT'],
      ['a PDF with a file in it', of({ data: pdfWith('<< /Type /EmbeddedFile >>') }), 422, 'PDF_ACTIVE_CONTENT'],
      ['a PDF that is locked', of({ data: pdfWith('<< /Encrypt 9 0 R >>') }), 422, 'PDF_ENCRYPTED'],
      ['a PDF that is a page as well', of({ data: Buffer.concat([PDF, Buffer.from('<script>1</script>')]) }), 422, 'FILE_POLYGLOT'],
      ['the first bytes of a PNG', of({ fileName: 'a.png', type: 'image/png', data: PNG.subarray(0, 40) }), 422, 'IMAGE_BROKEN'],
      ['the first bytes of a JPEG', of({ fileName: 'a.jpg', type: 'image/jpeg', data: JPEG.subarray(0, 20) }), 422, 'IMAGE_BROKEN'],
    ],
  );

  test.each<readonly [string, Part, string]>([
    ['a PNG', file({ fileName: 'a.PNG', type: 'image/png', data: PNG }), 'image/png'],
    ['a JPEG under an old name of its type', file({ fileName: 'a.jpeg', type: 'image/jpg', data: JPEG }), 'image/jpeg'],
    ['a PDF that claims nothing', { name: 'file', fileName: 'a.pdf', data: PDF }, 'application/pdf'],
    ['bytes of any kind', file({ type: 'application/octet-stream' }), 'application/pdf'],
    ['a PDF called .png', file({ fileName: 'a.png' }), 'application/pdf'],
    ['a PNG called .pdf', file({ data: PNG }), 'image/png'],
    ['a photograph as WhatsApp names it (C4)', file({ fileName: 'WhatsApp Image.jfif', type: 'image/jpeg', data: JPEG }), 'image/jpeg'],
    ['a PDF to be saved (C5)', file({ type: 'application/x-download' }), 'application/pdf'],
    ['a type that is none', file({ type: 'x' }), 'application/pdf'],
    ['a name with a date (C6)', file({ fileName: 'Scan 27.11.2026' }), 'application/pdf'],
    ['a PDF with a blank line before it', file({ data: Buffer.concat([Buffer.from('\r\n'), PDF]) }), 'application/pdf'],
  ])('takes %s', async (_, part, mediaType) => {
    const answer = await send(service, upload([part, requirement()])());
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 201, body: { mediaType } });
  });
});

describe('names', () => {
  test.each([
    ['../../etc/passwd.pdf', 'passwd.pdf'],
    ['..\\\\..\\\\x.pdf', 'x.pdf'],
    ['a\\"b.pdf', 'a_b.pdf'],
    [`a${NUL}b.pdf`, 'a_b.pdf'],
    ['\u202Efdp.pdf', 'fdp.pdf'],
    ['Ktp Siti é 😀.pdf', 'Ktp Siti é 😀.pdf'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(116)}.pdf`],
    [`${'😀'.repeat(150)}.pdf`, `${'😀'.repeat(116)}.pdf`],
    ['surat %22asli%22%0D%0A 100%.pdf', 'surat _asli___ 100%.pdf'],
    ['', 'berkas'],
    ['   ', 'berkas'],
    ['...', 'berkas'],
  ])('%j becomes %j, and comes back as it was', async (fileName, kept) => {
    const { status, body } = await send(service, upload([requirement(), file({ fileName })])());
    const document = body as unknown as DocumentView;
    expect({ status, fileName: document.fileName }).toEqual({ status: 201, fileName: kept });
    const fetched = await send(service, { method: 'GET', url: `/v1/applications/${id}/documents/${document.id}`, as: 'pemohon' });
    expect(fetched.text).toBe(PDF.toString());
    expect(fetched.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(kept.endsWith('.pdf') ? kept : `${kept}.pdf`)}`,
      'x-content-type-options': 'nosniff',
    });
  });

  test('a name by RFC 5987', async () => {
    const head = `content-disposition: form-data; name="file"; filename*=UTF-8''%e2%82%ac.pdf\r\ncontent-type: application/pdf\r\n`;
    const { body } = await send(service, upload([requirement(), { head, data: PDF }])());
    expect(body).toMatchObject({ fileName: '€.pdf' });
  });
});

test('the same key keeps one file, and another file under it is refused', async () => {
  const keyed = (data: Buffer) => upload([requirement(), file({ data })], { headers: { 'idempotency-key': 'file' } })();
  const first = await send(service, keyed(PDF));
  const kept = await traces(service);
  expect((await send(service, keyed(PDF))).body).toEqual(first.body);
  expectProblem(await send(service, keyed(Buffer.concat([PDF, PDF]))), 422, 'IDEMPOTENCY_KEY_REUSED');
  expect(await traces(service)).toEqual(kept);
});

describe('on the wire', () => {
  const port = () => (service.app.getHttpServer().address() as AddressInfo).port;
  const address = () => `http://127.0.0.1:${port()}/v1/applications/${id}/documents`;
  const headers = async () => ({
    authorization: `Bearer ${(await service.as('pemohon')).token}`,
    'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
  });

  test('what somebody stops sending leaves nothing', async () => {
    const before = await traces(service);
    const head = Object.entries(await headers()).map(([name, value]) => `${name}: ${value}\r\n`);
    const body = form([requirement(), file({ data: Buffer.concat([PDF, Buffer.alloc(5 * MB)]) })]);
    for (let i = 0; i < 5; i++) {
      const socket = connect(port(), '127.0.0.1');
      socket.write(`POST /v1/applications/${id}/documents HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n${head.join('')}\r\n`);
      socket.write(body.subarray(0, 2 * MB));
      while (incoming().length === 0) await sleep(10);
      socket.destroy();
      while (incoming().length > 0) await sleep(10);
    }
    expect(await traces(service)).toEqual(before);
  });

  test('a connection can be used again after a refusal in the middle of a file', async () => {
    const late = form([file({ data: Buffer.concat([PDF, Buffer.alloc(30 * MB)]) })]);
    for (const [body, status] of [
      [late, 413],
      [form([requirement(), file()]), 201],
      [form([file({ name: 'x', data: Buffer.alloc(5 * MB) })]), 422],
      [form([requirement(), file()]), 201],
    ] as const) {
      const answer = await fetch(address(), { method: 'POST', headers: await headers(), body: new Uint8Array(body) });
      expect({ status: answer.status, text: await answer.text() }).toMatchObject({ status });
    }
  });

  test('many large files at once do not lie in memory', async () => {
    const body = new Uint8Array(
      form([requirement(), file({ data: Buffer.concat([PDF.subarray(0, 9), Buffer.alloc(9 * MB), PDF.subarray(9)]) })]),
    );
    const to = address();
    const options = { method: 'POST', headers: await headers(), body };
    const answers = await Promise.all(Array.from({ length: 20 }, async () => (await fetch(to, options)).status));
    expect(answers).toEqual(Array.from({ length: 20 }, () => 201));
    expect(incoming()).toEqual([]);
  });

  function incoming(): string[] {
    return readdirSync(join(service.dataDir, 'files/incoming'));
  }
});
