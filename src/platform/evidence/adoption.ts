import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Vault } from '../crypto/vault.js';
import { Database } from '../database/database.js';
import { statement, type Statement, type Tx } from '../database/tx.js';
import { readState, writtenState, type EvidenceState, type StateRow } from './evidence-state.js';
import { EVIDENCE_TABLES, evidenceOf, keyOf, type EvidenceTable } from './evidence-tables.js';
import { BULK_CHAIN, EvidenceLedger } from './ledger.js';
import type { EntryKind, RowChange } from './ledger-entry.js';

const BATCH = 2000;

/** Tables whose rows may lie in the clear, from before there were keys. */
const ENCRYPTED = ['application_forms', 'letters', 'letter_drafts', 'papers'];
/** Without a case there is no text about one. */
const CASES = 'applications';

const LOCK = statement('evidence.lock-adoption', `select pg_advisory_xact_lock(7261007, hashtext($1))`);
const STATE = statement('evidence.state', `select state, mac from evidence_states where agency = $1`);
const KEEP_STATE = statement(
  'evidence.keep-state',
  `insert into evidence_states (agency, state, mac) values ($1, $2, $3)
   on conflict (agency) do update set state = excluded.state, mac = excluded.mac`,
);
/** What shows that there was a ledger before. */
const TRACES = statement(
  'evidence.traces',
  `select exists (select from evidence_heads where agency = $1) or exists (select from evidence_ledger where agency = $1) as found`,
);

/** What runs statements in an open transaction: of the service, or of a program of its own. */
type Runner = Pick<Tx, 'run'>;

/** Anything that sends SQL, such as a client of `pg`. */
interface Sender {
  query(sql: { readonly text: string; readonly values: unknown[] }): Promise<{ readonly rows: unknown[] }>;
}

/**
 * Enters rows in the ledger that no command has written: those from before there was one, once and for all, and those loaded in bulk.
 * What was gone through is kept under a MAC, so that nobody makes a row pass for one from before.
 */
@Injectable()
export class Adoption {
  private readonly logger = new Logger('Evidence');

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly ledger: EvidenceLedger,
    private readonly clock: Clock,
  ) {}

  /** At start: adopts what was there before the ledger, table by table, a transaction each. */
  async begin(agencies: readonly string[]): Promise<void> {
    for (const agency of agencies) {
      let state = await this.database.transaction((tx) => this.known(tx, agency));
      const begun = state && Object.keys(state.adopted).length > 0;
      for (const table of EVIDENCE_TABLES) {
        if (!state || state.adopted[table.table] !== undefined) continue;
        state = await this.database.transaction((tx) => this.adopt(tx, agency, table));
      }
      // Where nothing is from before, nothing was ever kept in the clear.
      const encrypted = state?.encrypted ?? ENCRYPTED.every((table) => state?.adopted[table] === 0);
      // A ledger that has begun may be of a release that kept texts in the clear.
      const texts = state?.texts ?? (!begun && state?.adopted[CASES] === 0);
      if (state && encrypted) await this.markEncrypted(agency, texts);
    }
  }

  /** Enters what the caller's transaction has loaded, and nothing else. */
  async load(sender: Sender, agencies: readonly string[]): Promise<void> {
    const run = async (sql: Statement, params: readonly unknown[]) =>
      (await sender.query({ text: sql.text, values: [...params] })).rows as Record<string, unknown>[];
    const tx = { run } as Runner;
    for (const agency of agencies)
      for (const table of EVIDENCE_TABLES) await this.enter(tx, agency, table, 'loaded', `r.xmin = pg_current_xact_id()::xid`);
  }

  /** From now on a value in the clear is refused, and a text where `texts` says so: somebody else must have put it there. */
  async markEncrypted(agency: string, texts = true): Promise<void> {
    const state = await this.database.transaction(async (tx) => {
      const known = await this.known(tx, agency);
      if (!known || (known.encrypted && (known.texts ?? false) === texts)) return known;
      return this.keep(tx, agency, { ...known, encrypted: true, ...(texts && { texts }) });
    });
    if (state) this.vault.refusePlain(agency);
    if (state?.texts) this.vault.refusePlainTexts(agency);
  }

  /** The state of an agency, made where there was never a ledger; undefined where somebody has changed or removed it. */
  private async known(tx: Tx, agency: string): Promise<EvidenceState | undefined> {
    await tx.run(LOCK, [agency]);
    const [row] = await tx.run<StateRow & Record<string, unknown>>(STATE, [agency]);
    const state = row && readState(this.vault.ledgerKey(agency), agency, row);
    if (state) return state;
    const [traces] = await tx.run<{ found: boolean }>(TRACES, [agency]);
    if (!row && !traces?.found) return this.keep(tx, agency, { since: this.clock.now().toISOString(), adopted: {} });
    this.logger.error(`${agency}: the state of the ledger was changed by hand, and nothing is adopted: npm run audit:verify`);
    return undefined;
  }

  private async keep(tx: Tx, agency: string, state: EvidenceState): Promise<EvidenceState> {
    const { state: text, mac } = writtenState(this.vault.ledgerKey(agency), agency, state);
    await tx.run(KEEP_STATE, [agency, text, mac]);
    return state;
  }

  private async adopt(tx: Tx, agency: string, table: EvidenceTable): Promise<EvidenceState | undefined> {
    const state = await this.known(tx, agency);
    // Another node was first.
    if (!state || state.adopted[table.table] !== undefined) return state;
    const entered = `not exists (select from evidence_ledger l where l.agency = r.agency and l.tbl = '${table.table}' and l.key = ${keyOf('r', table.key)})`;
    const rows = await this.enter(tx, agency, table, 'adopted', entered);
    if (rows > 0) this.logger.log(`${agency}: ${rows} rows of ${table.table} from before the ledger are adopted`);
    return this.keep(tx, agency, { ...state, adopted: { ...state.adopted, [table.table]: rows } });
  }

  private async enter(tx: Runner, agency: string, table: EvidenceTable, kind: EntryKind, which: string): Promise<number> {
    const { table: name, key } = table;
    await tx.run(unnamed(`set local timezone = 'UTC'`), []);
    await tx.run(unnamed(`set local statement_timeout = 0`), []);
    // A cursor takes no parameters.
    const [owner, without] = [literal(agency), `array[${Object.keys(table.without).map(literal).join(', ')}]::text[]`];
    await tx.run(
      unnamed(`declare evidence_rows no scroll cursor for
        select ${keyOf('r', key)} as key, ${evidenceOf('r', table)} as hash, evidence_tags(to_json(r), ${without}) as tags
          from ${name} r where r.agency = ${owner} and ${which}`),
      [],
    );
    let entered = 0;
    for (;;) {
      const rows = await tx.run<{ key: string; hash: string; tags: string }>(unnamed(`fetch ${BATCH} from evidence_rows`), []);
      const changes = rows.map((row): RowChange => ({ table: name, agency, key: row.key, before: null, after: row.hash, tags: row.tags }));
      if (rows.length > 0) await this.ledger.append(tx, agency, BULK_CHAIN, kind, changes);
      entered += rows.length;
      if (rows.length < BATCH) break;
    }
    await tx.run(unnamed('close evidence_rows'), []);
    await tx.run(unnamed('reset timezone'), []);
    return entered;
  }
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A statement that is not planned for good. */
const unnamed = (text: string): Statement => ({ text }) as Statement;
