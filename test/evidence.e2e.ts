import { EVIDENCE_TABLES } from '../src/platform/evidence/evidence-tables.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { ok, PDF, type PageOf } from './support/client.js';
import { allPrinted, fillEvidence } from './support/evidence-fill.js';
import { Superuser } from './support/evidence.js';
import { NO_EVIDENCE } from './support/no-evidence.js';
import { letterOf } from './support/papers.js';
import { until } from './support/until.js';
import { choices, open, STOP, walk, walkOn } from './support/walk.js';

/** `npm run prove:evidence`: every column; otherwise a sample. */
const WHOLE = process.env['EVIDENCE'] === 'whole';
const SAMPLE = 3;

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

describe('a database that nobody has touched', () => {
  it('holds, and every row of evidence is vouched for', async () => {
    const found = await superuser.audit();
    expect(found.findings).toEqual([]);
    expect(found.rows).toBeGreaterThan(100);
    expect(found.cases).toBeGreaterThan(5);
    expect(found.beforeHashes).toBe(0);
    expect(found.fromBefore).toBe(0);
  });

  it('has a row of each kind of evidence, so that the sweep leaves none out', async () => {
    const empty = [];
    for (const { table } of EVIDENCE_TABLES) {
      const [row] = await superuser.rows<{ n: string }>(`select count(*) as n from ${table}`);
      if (row!.n === '0') empty.push(table);
    }
    // Written by a signing service and by agencies with a logo: neither is here.
    expect(empty).toEqual(EMPTY);
  });
});
/** No service signs for these agencies, and none has a logo. */
const EMPTY = ['paper_signatures', 'paper_logos'];

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

async function columns(): Promise<Column[]> {
  return superuser.rows<Column>(
    `select table_name as table, column_name as name, data_type as type, is_nullable = 'YES' as nullable
       from information_schema.columns where table_schema = 'public' and is_generated = 'NEVER' order by 1, ordinal_position`,
  );
}

/** Another value than there is, of the same type. */
function otherValue({ name, type }: Column): string {
  const others: Readonly<Record<string, string>> = {
    text: `coalesce(${name}, '') || 'x'`,
    uuid: `'00000000-0000-4000-8000-000000000001'`,
    integer: `coalesce(${name}, 0) + 1`,
    smallint: `coalesce(${name}, 0) + 1`,
    bigint: `coalesce(${name}, 0) + 1`,
    boolean: `not coalesce(${name}, false)`,
    date: `coalesce(${name}, '2026-01-01') + 1`,
    'timestamp with time zone': `coalesce(${name}, '2026-01-01'::timestamptz) + interval '1 ms'`,
    jsonb: `jsonb_build_object('forged', ${name})`,
    ARRAY: `${name} || 'x'::text`,
    bytea: `${name} || '\\x00'`,
  };
  const other = others[type];
  if (!other) throw new Error(`no other value of type ${type}`);
  return other;
}

/** A row, by where it lies: the same before and after. */
const someRow = (table: string) => `ctid = (select max(ctid) from ${table})`;

describe('one write by somebody with all rights and no key', () => {
  it('names the table and the column of each UPDATE', async () => {
    const all = await columns();
    const missed: string[] = [];
    for (const { table, key, without } of EVIDENCE_TABLES) {
      const own = all.filter((column) => column.table === table && !(column.name in without));
      if (EMPTY.includes(table)) continue;
      for (const column of WHOLE ? own : own.filter((_, at) => at % Math.ceil(own.length / SAMPLE) === 1)) {
        const { findings } = await superuser.auditAfter(
          `update ${table} set ${column.name} = ${otherValue(column)} where ${someRow(table)}`,
        );
        const moved = ['agency', ...key].includes(column.name);
        const named = findings.some((found) => found.table === table && (moved || found.columns?.includes(column.name)));
        if (!named) missed.push(`${table}.${column.name}: ${JSON.stringify(findings.slice(0, 2))}`);
      }
    }
    expect(missed).toEqual([]);
  });

  it('names the table of each DELETE and of each INSERT', async () => {
    const all = await columns();
    const missed: string[] = [];
    for (const { table, key } of EVIDENCE_TABLES) {
      const removed = await superuser.auditAfter(`delete from ${table} where ${someRow(table)}`);
      if (!EMPTY.includes(table) && !removed.findings.some((found) => found.table === table)) missed.push(`delete ${table}`);
      if (EMPTY.includes(table)) continue;
      const own = all.filter((column) => column.table === table);
      const unique = key.length === 0 ? ['agency'] : [key.at(-1)!];
      const added = ['number', 'verification_code', 'receipt_number', 'edition', 'insertion', 'kind', 'version'].filter((name) =>
        own.some((column) => column.name === name),
      );
      const values = own.map((column) => ([...unique, ...added].includes(column.name) ? otherValue(column) : column.name));
      const { findings } = await superuser.auditAfter(
        `insert into ${table} (${own.map(({ name }) => name).join(', ')}) overriding system value select ${values.join(', ')} from ${table} where ${someRow(table)}`,
      );
      if (!findings.some((found) => found.table === table || found.where === 'agency keys')) missed.push(`insert ${table}`);
    }
    expect(missed).toEqual([]);
  });

  it('has a reason for each table and column that is no evidence', async () => {
    const all = await columns();
    const tables = new Set(all.map(({ table }) => table));
    const covered = new Set(EVIDENCE_TABLES.map(({ table }) => table));
    expect([...tables].filter((table) => !covered.has(table) && !(table in NO_EVIDENCE)).sort()).toEqual([]);
    const ofCases = new Set(all.filter(({ name }) => name === 'application_id').map(({ table }) => table));
    const unlinked = EVIDENCE_TABLES.filter(({ table, ofCase }) => ofCases.has(table) && !ofCase);
    expect(unlinked.map(({ table }) => table)).toEqual([]);
    for (const { without } of EVIDENCE_TABLES) for (const why of Object.values(without)) expect(why.length).toBeGreaterThan(20);
  });
});

describe('a letter whose rows somebody has changed', () => {
  let code: string;
  let letter: string;
  let application: string;
  const verify = () => service.client.anonymous().get<{ code?: string; status: unknown }>(`/v1/verify/${code}`);
  const pdf = async () => (await service.as('kadis')).get<{ code?: string }>(`/v1/letters/${letter}/pdf`);
  beforeAll(async () => {
    const opened = await open(service, 'iumk');
    const applicant = await service.as('pemohon');
    ok(await applicant.upload(`/v1/applications/${opened.id}/documents`, { requirement: 'ktp', bytes: PDF }));
    const { application: granted } = await walkOn(service, opened);
    const found = await letterOf(await service.as('kadis'), granted.id);
    [code, letter, application] = [found.verificationCode!, found.id, granted.id];
    await until(pdf, ({ status }) => status === 200, 60_000);
    await allPrinted(service);
  });

  /** Changes rows for good, asks, and puts them back. */
  async function forged<T>(table: string, change: string, ask: () => Promise<T>): Promise<T> {
    await superuser.client.query(`create temp table kept as select * from ${table}`);
    try {
      await superuser.forge(change);
      return await ask();
    } finally {
      const restore = [`delete from ${table}`, `insert into ${table} overriding system value select * from kept`];
      await superuser.forge(...restore);
      await superuser.client.query('drop table kept');
    }
  }

  it('is vouched for as long as nobody has', async () => {
    expect(ok(await verify()).status).toBe('valid');
    expect((await pdf()).status).toBe(200);
  });

  it('is vouched for no more, and no paper of it comes out, after one UPDATE of any column', async () => {
    const all = await columns();
    const wheres: Readonly<Record<string, string>> = {
      letters: `id = '${letter}'`,
      papers: `subject_id = '${letter}'`,
      letter_marks: `id = (select id from letter_marks where letter_id = '${letter}' order by id desc limit 1)`,
      applications: `id = '${application}'`,
      application_forms: `application_id = '${application}'`,
      book_entries: `application_id = '${application}' and book = 'permits'`,
      events: `application_id = '${application}' and seq = (select max(seq) from events where application_id = '${application}')`,
    };
    const vouched: string[] = [];
    for (const [table, where] of Object.entries(wheres)) {
      const without = EVIDENCE_TABLES.find((evidence) => evidence.table === table)?.without ?? {};
      const own = all.filter(({ table: name, name: column }) => name === table && !(column in without));
      for (const column of WHOLE ? own : own.filter((_, at) => at % 3 === 2)) {
        const change = `update ${table} set ${column.name} = ${otherValue(column)} where ${where}`;
        const [answer, paper] = await forged(table, change, async () => [await verify(), await pdf()] as const);
        if (answer.status === 200 || paper.status === 200) vouched.push(`${table}.${column.name} ${answer.status} ${paper.status}`);
      }
    }
    expect(vouched).toEqual([]);
    expect(ok(await verify()).status).toBe('valid');
  });

  it('is vouched for no more after a DELETE of one row of its case, or its move to another agency', async () => {
    const vouched: string[] = [];
    const without: string[] = [];
    for (const { table, ofCase } of EVIDENCE_TABLES) {
      if (!ofCase) continue;
      const parent = ofCase.parent ? `join ${ofCase.parent.table} c on c.agency = r.agency and c.id = r.${ofCase.parent.by}` : '';
      const place = async () => {
        const sql = `select max(r.ctid)::text as place from ${table} r ${parent} where ${ofCase.column} = '${application}'`;
        return (await superuser.rows<{ place: string | null }>(sql))[0]!.place;
      };
      if ((await place()) === null) without.push(table);
      else
        for (const change of [`delete from ${table}`, `update ${table} set agency = 'dpmptsp-beta'`]) {
          const ask = async () => [await verify(), await pdf()] as const;
          const [answer, paper] = await forged(table, `${change} where ctid = '${await place()}'`, ask);
          if (answer.status === 200 || paper.status === 200) vouched.push(`${change}: ${answer.status} ${paper.status}`);
        }
    }
    expect(vouched).toEqual([]);
    expect(without).toEqual(['paper_signatures']);
    expect(ok(await verify()).status).toBe('valid');
  });

  it('is vouched for no more when the last entry of the ledger about its case, or the digest of the case, is gone', async () => {
    const last = `delete from evidence_ledger where id = (select max(id) from evidence_ledger where tbl = 'applications' and key = '${application}')`;
    expect((await forged('evidence_ledger', last, verify)).body.code).toBe('LETTER_NOT_VOUCHED');
    const digest = `delete from evidence_cases where application_id = '${application}'`;
    expect((await forged('evidence_cases', digest, verify)).body.code).toBe('LETTER_NOT_VOUCHED');
    const state = 'delete from evidence_states';
    expect((await forged('evidence_states', state, verify)).body.code).toBe('LETTER_NOT_VOUCHED');
  });

  it('is not valid again when its revocation is taken away', async () => {
    const change = `update letters set revoked = null, status = 'acknowledged' where status = 'revoked'`;
    const [revoked] = await superuser.rows<{ code: string }>(`select verification_code as code from letters where status = 'revoked'`);
    const at = () => service.client.anonymous().get<{ code?: string }>(`/v1/verify/${revoked!.code}`);
    const answer = await forged('letters', change, at);
    expect(answer.body).toMatchObject({ status: 409, code: 'LETTER_NOT_VOUCHED' });
  });

  it('is neither signed nor numbered nor printed when its content was changed before', async () => {
    for (const row of [20, 21]) {
      const { application: waiting } = await walk(service, 'iumk', choices({ [row]: STOP }));
      await superuser.forge(`update letters set content = content || '{"validUntil":"2099-12-31"}' where application_id = '${waiting.id}'`);
      await expect(walkOn(service, waiting)).rejects.toThrow('LETTER_CHANGED');
      await superuser.forge(`update letters set content = content || '{"validUntil":null}' where application_id = '${waiting.id}'`);
      await walkOn(service, waiting);
    }
    const noted = ok(await (await service.as('admin')).get<PageOf<{ data: { code: string } }>>('/v1/audit?kind=refused')).items;
    expect(noted.map(({ data }) => data.code)).toContain('LETTER_CHANGED');
  });
});

describe('somebody who knows how the chains are made', () => {
  const LAST = `(select a.id from applications a where a.status = 'granted' order by a.id desc limit 1)`;
  const cases: Readonly<Record<string, string[]>> = {
    'removes the digest of a case': [`delete from evidence_cases where application_id = ${LAST}`],
    'puts the digest of one case in the place of another': [
      `update evidence_cases set (digest, proof) = (select digest, proof from evidence_cases where application_id <> ${LAST} limit 1) where application_id = ${LAST}`,
    ],
    'adds an event with the right hash': [
      `insert into events select e.agency, e.application_id, e.seq + 1, e.at, e.type, e.actor_id, e.body, e.hash,
              encode(sha256(convert_to(e.hash || E'\\n' || e.application_id || E'\\n' || (e.seq + 1) || E'\\n' || e.body::text, 'UTF8')), 'hex')
         from events e where e.application_id = ${LAST} order by seq desc limit 1`,
      `update applications a set version = e.seq, head_hash = e.hash from (select seq, hash from events where application_id = ${LAST} order by seq desc limit 1) e where a.id = ${LAST}`,
    ],
    'cuts the last event off, with the case and the ledger': [
      `delete from evidence_ledger l using (select agency, chain, max(seq) as seq from evidence_ledger where chain >= 0 group by 1, 2) e where l.agency = e.agency and l.chain = e.chain and l.seq = e.seq`,
      `update evidence_heads h set seq = l.seq, mac = l.mac from (select distinct on (agency, chain) * from evidence_ledger order by agency, chain, seq desc) l where l.agency = h.agency and l.chain = h.chain`,
    ],
    'removes the ledger of a case': [`delete from evidence_ledger where key = ${LAST}::text`],
    'removes the whole case, ledger and all': [
      ...['events', 'tasks', 'application_forms', 'letters', 'book_entries'].map(
        (table) => `delete from ${table} where application_id = ${LAST}`,
      ),
      `delete from evidence_ledger where key like ${LAST}::text || '%'`,
      `delete from audit_seal_leaves where application_id = ${LAST}`,
      `delete from applications where id = ${LAST}`,
    ],
    'makes everything pass for older than the ledger': [`delete from evidence_states`, `delete from evidence_ledger`],
    'turns the state back': [`update evidence_states set state = '{"since":"2026-01-01T00:00:00Z","adopted":{}}'`],
    'adds an entry to the ledger': [
      `insert into evidence_ledger (agency, chain, seq, kind, tbl, key, before, after, tags, mac)
       select agency, chain, seq + 1, 'adopted', tbl, key, null, after, tags, mac from evidence_ledger where chain = 1 order by seq desc limit 1`,
    ],
    'removes the keys': [`delete from agency_keys where purpose = 'index'`],
  };
  it.each(Object.keys(cases))('is found when he %s', async (what) => {
    const { findings } = await superuser.auditAfter(...cases[what]!);
    expect(findings).not.toEqual([]);
  });

  it('is found even after a command has written the same row again', async () => {
    const { id, openTasks } = await open(service, 'iumk');
    const [row] = await superuser.rows<{ state: object }>(`select state from applications where id = '${id}'`);
    await superuser.forge(`update applications set state = state || '{"facts":["signed"]}' where id = '${id}'`);
    ok(await (await service.as('pemohon')).post(`/v1/tasks/${openTasks[0]!.id}/complete`, { outcome: 'submitted', input: {} }));
    expect(row).toBeTruthy();
    const { findings } = await superuser.audit();
    expect(findings).toContainEqual(expect.objectContaining({ table: 'applications', where: `applications ${id}` }));
  });
});
