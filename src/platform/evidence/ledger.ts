import { Injectable, Logger } from '@nestjs/common';
import { Vault } from '../crypto/vault.js';
import { Database } from '../database/database.js';
import { statement, type Tx } from '../database/tx.js';
import { caseChanges, headAfter, holds as headHolds, type CaseHead } from './case-digest.js';
import { CHAIN_START, columnTags, entryMac, headProof, rowMark, type EntryKind, type LedgerEntry, type RowChange } from './ledger-entry.js';

/** Chains that commands append to; another one is for rows that are adopted or loaded in bulk. */
const CHAINS = 8;
export const BULK_CHAIN = -1;

/** The digests of the cases first, so that all transactions lock in the same order. */
const LOCK_HEAD = statement(
  'evidence.lock-head',
  `with cases as materialized (
     select application_id::text as application, digest, proof from evidence_cases
      where agency = $1 and application_id = any($3::uuid[]) order by application_id for update
   ), locked as (
     insert into evidence_heads as head (agency, chain, seq, mac, proof)
     select $1::text, $2::smallint, (select coalesce(max(seq), 0) from evidence_ledger where agency = $1 and chain = $2::smallint), '', ''
       from (select count(*) from cases) counted
     on conflict (agency, chain) do update set seq = head.seq
     returning seq::text, mac, proof
   )
   select seq, mac, proof, (select json_agg(cases) from cases) as cases from locked`,
);
const APPEND = statement(
  'evidence.append',
  `with head as (
     update evidence_heads set seq = $9, mac = $10, proof = $11 where agency = $1 and chain = $2
   ), cases as (
     insert into evidence_cases (agency, application_id, digest, proof)
     select $1, application, digest, proof from unnest($14::uuid[], $15::text[], $16::text[]) as changed(application, digest, proof)
     on conflict (agency, application_id) do update set digest = excluded.digest, proof = excluded.proof
   )
   insert into evidence_ledger (agency, chain, seq, kind, tbl, key, before, after, tags, mac)
   select $1, $2, $3::bigint + place - 1, $4, tbl, key, before, after, tags, mac
     from unnest($5::text[], $6::text[], $7::text[], $8::text[], $12::text[], $13::text[]) with ordinality
       as entry(tbl, key, before, after, tags, mac, place)
    order by place`,
);

interface Head {
  readonly seq: string;
  readonly mac: string;
  readonly proof: string;
  readonly cases: readonly CaseHead[] | null;
}

/** Keeps the ledger of evidence: what a transaction changed is authenticated before its commit. */
@Injectable()
export class EvidenceLedger {
  private readonly logger = new Logger('Evidence');
  private next = 0;

  constructor(
    private readonly vault: Vault,
    database: Database,
  ) {
    database.certifyBy((tx, changes) => this.certify(tx, changes));
  }

  /** The last thing in a transaction: others wait for the head of the chain from then on. */
  async certify(tx: Tx, changes: readonly RowChange[]): Promise<void> {
    const chain = this.next++ % CHAINS;
    // Always in the same order, so that no two transactions wait for each other.
    for (const agency of [...new Set(changes.map((change) => change.agency))].sort()) {
      const own = changes.filter((change) => change.agency === agency);
      await this.append(tx, agency, chain, 'written', own);
    }
  }

  /** Appends changes to a chain; a head that somebody has changed leaves its mark in every entry from here on. */
  async append(tx: Pick<Tx, 'run'>, agency: string, chain: number, kind: EntryKind, changes: readonly RowChange[]): Promise<void> {
    const key = this.vault.ledgerKey(agency);
    const deltas = caseChanges(key, changes);
    const [found] = await tx.run<Head & Record<string, unknown>>(LOCK_HEAD, [agency, chain, [...deltas.keys()]]);
    const head = found!;
    const holds = head.seq === '0' ? head.mac === '' : head.proof === headProof(key, agency, chain, head.seq, head.mac);
    if (!holds) this.logger.error(`${agency}: the head of chain ${chain} of the ledger was changed by hand: npm run audit:verify`);
    let [seq, previous] = [BigInt(head.seq), head.seq === '0' ? CHAIN_START : head.mac];
    const macs: string[] = [];
    const entries = changes.map((change): LedgerEntry => {
      const entry = entryOf(key, change, { agency, chain, seq: String(++seq), kind: holds ? kind : 'broken' });
      macs.push((previous = entryMac(key, previous, entry)));
      return entry;
    });
    const cases = this.headsAfter(agency, deltas, head.cases ?? [], changes);
    // prettier-ignore
    await tx.run(APPEND, [
      agency, chain, entries[0]!.seq, entries[0]!.kind, column(entries, 'tbl'), column(entries, 'key'), column(entries, 'before'),
      column(entries, 'after'), String(seq), previous, headProof(key, agency, chain, String(seq), previous), column(entries, 'tags'), macs,
      cases.map(({ application }) => application), cases.map(({ digest }) => digest), cases.map(({ proof }) => proof),
    ]);
  }

  /** The digests of the cases that changed. One that somebody has changed or removed stays so: nobody vouches for the case any more. */
  private headsAfter(
    agency: string,
    deltas: ReadonlyMap<string, Buffer>,
    known: readonly CaseHead[],
    changes: readonly RowChange[],
  ): CaseHead[] {
    const key = this.vault.ledgerKey(agency);
    const heads = new Map(known.map((head) => [head.application, head]));
    const opened = new Set(changes.flatMap(({ table, before, key: id }) => (table === 'applications' && before === null ? [id] : [])));
    return [...deltas].flatMap(([application, delta]) => {
      const head = heads.get(application);
      if (head && headHolds(key, agency, head)) return [headAfter(key, agency, application, head.digest, delta)];
      if (!head && opened.has(application)) return [headAfter(key, agency, application, null, delta)];
      this.logger.error(`${agency}: the digest of case ${application} was changed or removed by hand: npm run audit:verify`);
      return [];
    });
  }
}

function entryOf(key: Buffer, change: RowChange, place: Pick<LedgerEntry, 'agency' | 'chain' | 'seq' | 'kind'>): LedgerEntry {
  return {
    ...place,
    tbl: change.table,
    key: change.key,
    before: rowMark(key, change, change.before),
    after: rowMark(key, change, change.after),
    tags: columnTags(key, change.tags),
  };
}

function column(entries: readonly LedgerEntry[], name: 'tbl' | 'key' | 'before' | 'after' | 'tags'): (string | null)[] {
  return entries.map((entry) => entry[name]);
}
