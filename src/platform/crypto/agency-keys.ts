import { randomUUID } from 'node:crypto';
import { StartProblem } from '../config/start-problem.js';
import type { Database } from '../database/database.js';
import type { Tx } from '../database/tx.js';
import { decrypt, encrypt, newKey } from './cipher.js';
import { ADD_AGENCY_KEY, AGENCY_KEYS, LOCK_AGENCY_KEYS } from './key-statements.js';
import { unwrap, wrap, type MasterKey } from './master-keys.js';

/** `wrap` keys wrap the data keys, the newest of them the new ones; the `index` key is for keyed hashes and stays for good. */
export type KeyPurpose = 'wrap' | 'index';
const PURPOSES: readonly KeyPurpose[] = ['wrap', 'index'];

export interface AgencyKeyRow {
  readonly agency: string;
  readonly id: string;
  readonly purpose: KeyPurpose;
  readonly wrapped: Buffer;
  readonly master: string;
}

/** A data key as it is kept. */
export interface WrappedKey {
  readonly wrapped: Buffer;
  readonly with: string;
}

export const aboutAgencyKey = ({ agency, id, purpose }: Pick<AgencyKeyRow, 'agency' | 'id' | 'purpose'>) =>
  `agency key ${agency} ${id} ${purpose}`;
export const aboutDataKey = (agency: string, owner: string) => `data key ${agency} ${owner}`;

/** The keys of all agencies, unwrapped once and held in memory: as few as there are agencies, and turns of their keys. */
export class AgencyKeys {
  private readonly keys = new Map<string, Buffer>();
  private readonly newest = new Map<string, string>();

  constructor(
    private readonly database: Database,
    /** Read again where a key is not known yet: the key file may have been turned since the start. */
    private readonly masters: () => readonly MasterKey[],
  ) {}

  /** Reads them all, and makes what an agency does not have yet. */
  async load(agencies: readonly string[], now: Date): Promise<void> {
    await this.refresh();
    const missing = agencies.flatMap((agency) =>
      PURPOSES.filter((purpose) => !this.newest.has(`${agency} ${purpose}`)).map((purpose) => ({ agency, purpose, id: randomUUID() })),
    );
    if (missing.length === 0) return;
    const [master] = this.masters();
    await this.database.transaction(async (tx) => {
      await tx.run(LOCK_AGENCY_KEYS, []);
      for (const each of missing) {
        const wrapped = wrap(master!, newKey(), aboutAgencyKey(each));
        await tx.run(ADD_AGENCY_KEY, [each.agency, each.id, each.purpose, wrapped, master!.id, now]);
      }
    });
    await this.refresh();
  }

  async refresh(tx?: Tx): Promise<void> {
    const rows = await (tx ? tx.run<AgencyKeyRow>(AGENCY_KEYS, []) : this.database.run<AgencyKeyRow>(AGENCY_KEYS, []));
    for (const row of rows) {
      if (!this.keys.has(row.id)) this.keys.set(row.id, unwrapAgencyKey(this.masters(), row));
      this.newest.set(`${row.agency} ${row.purpose}`, row.id);
    }
  }

  /** The key for keyed hashes. */
  index(agency: string): Buffer {
    return this.key(this.newestId(agency, 'index'));
  }

  wrapDataKey(agency: string, owner: string, key: Buffer): WrappedKey {
    const id = this.newestId(agency, 'wrap');
    return { wrapped: encrypt(this.key(id), key, aboutDataKey(agency, owner)), with: id };
  }

  async unwrapDataKey(agency: string, owner: string, { wrapped, with: id }: WrappedKey, tx?: Tx): Promise<Buffer> {
    // Another node has turned the keys since this one started.
    if (!this.keys.has(id)) await this.refresh(tx);
    return decrypt(this.key(id), wrapped, aboutDataKey(agency, owner));
  }

  private newestId(agency: string, purpose: KeyPurpose): string {
    const id = this.newest.get(`${agency} ${purpose}`);
    if (!id) throw new Error(`agency ${agency} has no ${purpose} key`);
    return id;
  }

  private key(id: string): Buffer {
    const key = this.keys.get(id);
    if (!key) throw new Error(`there is no agency key ${id}`);
    return key;
  }
}

/** Refuses to go on without the master key: what is written with another one could never be read beside the rest. */
export function unwrapAgencyKey(masters: readonly MasterKey[], row: AgencyKeyRow): Buffer {
  const master = masters.find(({ id }) => id === row.master);
  if (!master) {
    throw new StartProblem(
      `DATA_KEY: the data keys in this database are wrapped with master key ${row.master}, and that is not among the given ones ` +
        `(${masters.map(({ id }) => id).join(', ') || 'none'}). Give the key that was used before, in DATA_KEY, DATA_KEY_FILE or DATA_DIR/data.key.`,
    );
  }
  return unwrap(master, row.wrapped, aboutAgencyKey(row));
}
