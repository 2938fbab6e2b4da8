import type { ClientBase } from 'pg';
import { entryHash, FIRST } from '../../platform/audit/audit-hash.js';
import { MerkleTree } from '../../platform/audit/merkle.js';
import { digestHash } from '../../platform/audit/digest-hash.js';
import type { Broken } from './broken.js';
import { literal, rowsOf } from './rows.js';

const entriesOf = (agency?: string) => `
  select l.agency, l.seq::text, round(extract(epoch from l.at) * 1000)::bigint::text, l.kind, l.actor_id, l.body, l.prev_hash, l.hash,
         h.seq::text, h.hash
    from audit_log l left join audit_heads h on h.agency = l.agency
   ${only('l', agency)} order by l.agency, l.seq`;
const headsOf = (agency?: string) =>
  `select agency, seq::text from audit_heads h where not exists (select from audit_log l where l.agency = h.agency)${agency === undefined ? '' : ` and h.agency = ${literal(agency)}`} limit 1`;
/** With the entry of the audit log that each names. */
const digestsOf = (agency?: string) => `
  select s.agency, s.day::text, s.made_at, s.cases, s.root, s.audit_seq::text as audit_seq, s.audit_hash, s.prev_hash, s.hash, l.hash as entry
    from audit_seals s left join audit_log l on l.agency = s.agency and l.seq = s.audit_seq
   ${only('s', agency)} order by s.agency, s.day`;
const leavesOf = (agency?: string) =>
  `select agency, day::text, application_id::text, seq::text, hash from audit_seal_leaves l ${only('l', agency)} order by agency, day, application_id`;

function only(table: string, agency: string | undefined): string {
  return agency === undefined ? '' : `where ${table}.agency = ${literal(agency)}`;
}

interface Entry {
  readonly agency: string;
  readonly seq: string;
  readonly hash: string;
  readonly headSeq: string | null;
  readonly headHash: string | null;
}

/** Goes through the audit logs of all agencies. */
export async function verifyAuditLog(client: ClientBase, only?: string): Promise<{ readonly entries: number; readonly broken?: Broken }> {
  let entries = 0;
  let last: Entry | undefined;
  for await (const rows of rowsOf(client, entriesOf(only))) {
    for (const row of rows) {
      const broken = verifyEntry(row, last);
      if (broken) return { entries, broken };
      const [agency, seq, , , , , , hash] = row as [string, string, ...string[]];
      last = { agency, seq, hash: hash!, headSeq: row[8] ?? null, headHash: row[9] ?? null };
      entries++;
    }
  }
  const { rows } = await client.query<{ agency: string; seq: string }>(headsOf(only));
  const gone = rows[0] && { agency: rows[0].agency, where: 'audit log, entry 1', what: `is missing: the log has come to ${rows[0].seq}` };
  const broken = (last && endOf(last)) ?? gone;
  return { entries, ...(broken && { broken }) };
}

function verifyEntry(row: readonly (string | null)[], last: Entry | undefined): Broken | undefined {
  const [agency, seq, at, kind, actor, body, previous, hash] = row as [string, string, ...string[]];
  const same = last?.agency === agency;
  const end = last && !same ? endOf(last) : undefined;
  if (end) return end;
  const broken = (what: string, place = seq): Broken => ({ agency, where: `audit log, entry ${place}`, what });
  const expected = same ? BigInt(last.seq) + 1n : 1n;
  if (BigInt(seq) !== expected) return broken(`is missing: after it comes entry ${seq}`, String(expected));
  const before = same ? last.hash : FIRST;
  if (previous !== before) return broken(`does not follow the one before it: says ${previous}, should say ${before}`);
  const right = entryHash(agency, seq, body!, before);
  if (hash !== right) return broken(`its content does not fit its hash: has ${hash}, its content gives ${right}`);
  const said = JSON.parse(body!) as { readonly at: string; readonly kind: string; readonly actor: { readonly id: string } | null };
  if (said.kind !== kind || (said.actor?.id ?? null) !== (actor ?? null) || Date.parse(said.at) !== Number(at))
    return broken('its columns do not say what its content says');
  return undefined;
}

function endOf({ agency, seq, hash, headSeq, headHash }: Entry): Broken | undefined {
  const where = `audit log, entry ${seq}`;
  if (headSeq === null) return { agency, where, what: 'belongs to a log whose head is gone' };
  if (BigInt(headSeq) > BigInt(seq))
    return { agency, where: `audit log, entry ${BigInt(seq) + 1n}`, what: `is missing: the log has come to ${headSeq}` };
  return headSeq === seq && headHash === hash ? undefined : { agency, where, what: 'is not what the log ends with' };
}

interface DigestRow {
  readonly agency: string;
  readonly day: string;
  readonly made_at: Date;
  readonly cases: number;
  readonly root: string;
  readonly audit_seq: string;
  readonly audit_hash: string;
  readonly prev_hash: string;
  readonly hash: string;
  readonly entry: string | null;
}

/** Goes through the seals of all days; the events that they name were looked at with the journals. */
export async function verifyDigests(client: ClientBase, only?: string): Promise<{ readonly digests: number; readonly broken?: Broken }> {
  const { rows: digests } = await client.query<DigestRow>(digestsOf(only));
  const trees = await treesOf(client, only);
  for (const [i, digest] of digests.entries()) {
    const last = digests[i - 1]?.agency === digest.agency ? digests[i - 1] : undefined;
    const what = verifyDigest(digest, last?.hash ?? FIRST, trees.get(`${digest.agency} ${digest.day}`) ?? new MerkleTree());
    trees.delete(`${digest.agency} ${digest.day}`);
    if (what) return { digests: i, broken: { agency: digest.agency, where: `seal of ${digest.day}`, what } };
  }
  const [left] = [...trees.keys()].sort();
  if (left === undefined) return { digests: digests.length };
  const [agency, day] = left.split(' ');
  return { digests: digests.length, broken: { agency: agency!, where: `seal of ${day}`, what: 'is missing: there is what it has sealed' } };
}

function verifyDigest(digest: DigestRow, previous: string, tree: MerkleTree): string | undefined {
  if (digest.prev_hash !== previous) return `does not follow the one before it: says ${digest.prev_hash}, should say ${previous}`;
  const { agency, day, cases, root } = digest;
  const said = { agency, day, madeAt: digest.made_at.toISOString(), cases, root, auditSeq: digest.audit_seq, auditHash: digest.audit_hash };
  const right = digestHash(said, previous);
  if (digest.hash !== right) return `its content does not fit its hash: has ${digest.hash}, its content gives ${right}`;
  if (tree.size !== cases || tree.root() !== root)
    return `covers ${cases} journals, and what is kept of them (${tree.size}) has another root`;
  if (digest.audit_seq !== '0' && digest.entry !== digest.audit_hash)
    return `saw the audit log at entry ${digest.audit_seq} with ${digest.audit_hash}, and that entry is ${digest.entry ?? 'gone'} now`;
  return undefined;
}

/** One small tree per day. */
async function treesOf(client: ClientBase, only?: string): Promise<Map<string, MerkleTree>> {
  const trees = new Map<string, MerkleTree>();
  for await (const rows of rowsOf(client, leavesOf(only))) {
    for (const [agency, day, application, seq, hash] of rows as string[][]) {
      const tree = trees.get(`${agency} ${day}`) ?? new MerkleTree();
      tree.add({ application: application!, seq: Number(seq), hash: hash! });
      trees.set(`${agency} ${day}`, tree);
    }
  }
  return trees;
}
