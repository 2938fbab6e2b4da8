import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InspectionPool } from './inspection-pool.js';

let folder: string;
const pool = new InspectionPool();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspection-'));
});
afterAll(async () => {
  await pool.close();
  await rm(folder, { recursive: true });
});

async function fileOf(name: string, bytes: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

it('inspects in a thread, and brings the verdict back', async () => {
  const mediaType = 'application/pdf';
  const harmless = await fileOf('a', '%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n');
  const active = await fileOf('b', '%PDF-1.4\n1 0 obj << /S /JavaScript >> endobj\ntrailer <<>>\n%%EOF\n');
  expect(await pool.inspect({ path: harmless, mediaType })).toEqual({ taken: true });
  expect(await pool.inspect({ path: active, mediaType })).toEqual({
    taken: false,
    code: 'PDF_ACTIVE_CONTENT',
    values: { what: 'JavaScript' },
  });
});

it('refuses what takes too long, and goes on with the next file', async () => {
  const path = await fileOf('c', `%PDF-1.4\n${'1 0 obj [ '.repeat(800_000)}\n%%EOF\n`);
  const hurried = new InspectionPool(1);
  try {
    await expect(hurried.inspect({ path, mediaType: 'application/pdf' })).rejects.toMatchObject({ code: 'FILE_TOO_COMPLEX' });
  } finally {
    await hurried.close();
  }
});

it('sends away who comes when too many wait', async () => {
  const path = await fileOf('d', '%PDF-1.4\n1 0 obj <<>> endobj\n%%EOF\n');
  const answers = await Promise.allSettled(Array.from({ length: 60 }, () => pool.inspect({ path, mediaType: 'application/pdf' })));
  const refused = answers.filter((each) => each.status === 'rejected').map(({ reason }) => (reason as { code: string }).code);
  expect(refused).toEqual(Array.from({ length: 8 }, () => 'INSPECTION_BUSY'));
});
