import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyStates } from '../src/workflow/audit/verify-states.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { PDF } from './support/client.js';
import { fillEvidence } from './support/evidence-fill.js';
import { Superuser } from './support/evidence.js';

let service: Booted;
let superuser: Superuser;
beforeAll(async () => {
  service = await boot({ env: WORKING });
  await fillEvidence(service);
  superuser = await Superuser.at(service);
}, 300_000);
afterAll(async () => {
  await superuser?.close();
  await service.close();
});

describe('the stored files', () => {
  const place = async (sql: string) => {
    const [file] = await superuser.rows<{ agency: string; id: string }>(sql);
    return join(service.dataDir, 'files', file!.agency, file!.id.slice(-2), file!.id);
  };

  it('are as their rows say', async () => {
    const { files, bytes, findings } = await superuser.files(service.dataDir);
    expect(findings).toEqual([]);
    expect(files).toBeGreaterThan(5);
    expect(bytes).toBeGreaterThan(1000);
  });

  it('are named when one is altered, exchanged or gone', async () => {
    const [first, second] = [
      await place('select agency, id::text from documents order by id limit 1'),
      await place('select agency, id::text from documents order by id desc limit 1'),
    ];
    const [kept, other, paper] = [await readFile(first), await readFile(second), await place(PRINTED)];
    const printed = await readFile(paper);
    const altered = Buffer.from(kept);
    altered[altered.length - 20]! ^= 1;
    const found = async () => (await superuser.files(service.dataDir)).findings.map(({ where }) => where.split(' ')[0]);
    for (const bytes of [altered, other, PDF]) {
      await writeFile(first, bytes);
      expect(await found()).toEqual(['document']);
    }
    await rm(first);
    expect(await found()).toEqual(['document']);
    await writeFile(first, kept);
    await writeFile(paper, PDF);
    expect(await found()).toEqual(['paper']);
    await rm(paper);
    expect(await superuser.files(service.dataDir)).toMatchObject({ toPrintAgain: 1, findings: [] });
    await writeFile(paper, printed);
  });
});
const PRINTED = `select agency, id::text from papers where cardinality(sha256) > 0 order by id limit 1`;

describe('a journal, folded', () => {
  const FOLDED = `(select id from applications where status = 'granted' order by id limit 1)`;
  const OF_CASE = `where application_id = ${FOLDED}`;
  it.each([
    ['status', `update applications set status = 'rejected' where id = ${FOLDED}`],
    ['state', `update applications set state = state || '{"facts":[]}' where id = ${FOLDED}`],
    ['receipt number', `update applications set receipt_number = 'x' where id = ${FOLDED}`],
    ['task', `update tasks set outcome = 'x' where id = (select min(id::text)::uuid from tasks ${OF_CASE})`],
    ['task', `delete from tasks where id = (select min(id::text)::uuid from tasks ${OF_CASE})`],
    ['letter', `update letters set number = 'x' ${OF_CASE}`],
    ['letter', `update letters set revoked = '{}' ${OF_CASE}`],
    ['stands in no book', `delete from book_entries ${OF_CASE}`],
    ['document', `update documents set sha256 = 'x' where application_id = (select max(application_id::text)::uuid from documents)`],
    ['form', `update application_forms set applicant = '{"name":"Penadah"}' ${OF_CASE}`],
  ])('is found by the journal alone when a row does not follow from it: %s', async (what, change) => {
    await superuser.client.query('begin; set local session_replication_role = replica');
    const before = await verifyStates(superuser.client);
    await superuser.client.query(change);
    const { findings } = await verifyStates(superuser.client);
    await superuser.client.query('rollback');
    expect(before.findings).toEqual([]);
    expect(findings).toContainEqual(expect.objectContaining({ what: expect.stringContaining(what) as string }));
  });
});
