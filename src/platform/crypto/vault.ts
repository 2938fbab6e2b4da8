import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { refusal } from '../../kernel/refusal.js';
import { CONFIG, type Config } from '../config/config.js';
import { Database } from '../database/database.js';
import type { Tx } from '../database/tx.js';
import { ledgerKey } from '../evidence/ledger-entry.js';
import { AgencyKeys, type WrappedKey } from './agency-keys.js';
import { decrypt, encrypt, keyedHash, newKey } from './cipher.js';
import { ADD_DATA_KEY, DATA_KEY, DESTROY_DATA_KEY } from './key-statements.js';
import { makeOwnKey, readMasterKeys } from './master-keys.js';

/** Whose data it is: one case, or the agency itself. */
export interface Owner {
  readonly agency: string;
  /** Id of an application; `AGENCY_ITSELF` for what belongs to no case. */
  readonly owner: string;
}

/** Owner of what belongs to no case, such as a secret of the agency. */
export const AGENCY_ITSELF = '00000000-0000-0000-0000-000000000000';

/** A value as it lies in a JSON column. */
export interface Encrypted {
  readonly $sealed: string;
}

/** A data key as it is read with a join, so that it costs no further round trip; all null where there is none yet. */
export interface KeyColumns {
  readonly wrapped: Buffer | null;
  readonly wrapped_with: string | null;
  readonly destroyed_at: Date | null;
}

export const plainValue = refusal('conflict', 'VALUE_NOT_ENCRYPTED', {
  id: 'Data permohonan {owner} tersimpan tanpa enkripsi padahal semuanya sudah dienkripsi: diubah dari luar aplikasi. Hubungi administrator.',
  en: 'Data of application {owner} lies in the clear although all of it is encrypted: somebody has changed it outside the service. Ask an administrator.',
});

const PREFIX = 'tb1.';
/** Keys of cases that somebody works on lately; another node's destroying one is heard of within a minute. */
const REMEMBERED = 10_000;
const FRESH_MS = 60_000;

/**
 * The one place where data at rest is encrypted and decrypted: a key per case, wrapped with a key of its agency, wrapped with a
 * master key that is not in the database. Destroying the key of a case is the end of everything that was sealed for it.
 */
@Injectable()
export class Vault {
  private agencies: AgencyKeys;
  private readonly allEncrypted = new Set<string>();
  private readonly allTextsEncrypted = new Set<string>();
  private readonly ledgerKeys = new Map<string, Buffer>();
  private readonly known = new Map<string, { readonly key: Buffer; readonly until: number }>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Once at start: finds the master keys, or makes one where nothing has been encrypted yet. */
  async open(agencies: readonly string[]): Promise<void> {
    this.agencies = new AgencyKeys(this.database, () => readMasterKeys(this.config));
    // With rows but no key this refuses: a key made now would open none of them.
    if (readMasterKeys(this.config).length === 0) {
      await this.agencies.refresh();
      makeOwnKey(this.config);
    }
    await this.agencies.load(agencies, this.clock.now());
  }

  /** A key for a case that is about to be: to be kept in the same transaction. */
  make({ agency, owner }: Owner): { readonly key: Buffer; readonly kept: WrappedKey } {
    const key = newKey();
    return { key, kept: this.agencies.wrapDataKey(agency, owner, key) };
  }

  /** The key of a case, made now if it has none yet; null when it was destroyed. */
  async key(of: Owner, tx?: Tx): Promise<Buffer | null> {
    const known = this.remembered(of);
    if (known) return known;
    const found = await this.read(of, tx);
    if (found) return this.take(of, found, tx);
    const { kept } = this.make(of);
    await this.run(ADD_DATA_KEY, [of.agency, of.owner, kept.wrapped, kept.with, this.clock.now()], tx);
    const made = await this.read(of, tx);
    // Not remembered: if this transaction is taken back, so is the key.
    return made!.wrapped && this.agencies.unwrapDataKey(of.agency, of.owner, { wrapped: made!.wrapped, with: made!.wrapped_with! }, tx);
  }

  /** The key that was read with what it opens; null when it was destroyed, or never was. */
  async take(of: Owner, { wrapped, wrapped_with: id }: KeyColumns, tx?: Tx): Promise<Buffer | null> {
    const known = this.remembered(of);
    if (known && wrapped) return known;
    if (!wrapped || !id) return null;
    const key = await this.agencies.unwrapDataKey(of.agency, of.owner, { wrapped, with: id }, tx);
    if (this.known.size >= REMEMBERED) this.known.clear();
    this.known.set(nameOf(of), { key, until: performance.now() + FRESH_MS });
    return key;
  }

  /** The keys of many cases at once; null for one that was destroyed, or never was. */
  async keysOf(agency: string, owners: readonly string[]): Promise<Map<string, Buffer | null>> {
    const keys = new Map<string, Buffer | null>(owners.map((owner) => [owner, this.remembered({ agency, owner }) ?? null]));
    const unknown = owners.filter((owner) => !keys.get(owner));
    const rows = unknown.length > 0 ? await this.database.run<KeyColumns & { readonly owner: string }>(DATA_KEY, [agency, unknown]) : [];
    for (const row of rows) keys.set(row.owner, await this.take({ agency, owner: row.owner }, row));
    return keys;
  }

  async encrypt(of: Owner, about: string, value: unknown, tx?: Tx): Promise<Encrypted> {
    const key = await this.key(of, tx);
    if (!key) throw new Error(`the key of ${of.owner} was destroyed: nothing can be kept for it any more`);
    return encryptWith(key, of, about, value);
  }

  /** What was sealed; undefined when its key was destroyed. What lies in the clear comes back as it is, unless all is encrypted. */
  async decrypt<T>(of: Owner, about: string, value: Encrypted | T, tx?: Tx): Promise<T | undefined> {
    return isEncrypted(value) ? decryptWith(await this.key(of, tx), of, about, value) : this.plain(of, value);
  }

  /** A value that lies in the clear: from before there were keys, or put there by somebody who has none. */
  plain<T>(of: Owner, value: T): T {
    const empty = value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);
    if (!empty && this.allEncrypted.has(of.agency)) throw plainValue({ owner: of.owner });
    return value;
  }

  /** The same for a text of `CASE_TEXTS`. */
  plainText<T>(of: Owner, value: T): T {
    if (value !== '' && this.allTextsEncrypted.has(of.agency)) throw plainValue({ owner: of.owner });
    return value;
  }

  /** From now on a value of this agency in the clear is refused. */
  refusePlain(agency: string): void {
    this.allEncrypted.add(agency);
  }

  /** The same for the columns of `CASE_TEXTS`, which earlier releases kept in the clear beside encrypted forms. */
  refusePlainTexts(agency: string): void {
    this.allTextsEncrypted.add(agency);
  }

  /** The end of everything that was sealed for a case, on this node at once. */
  async destroy(tx: Tx, of: Owner): Promise<void> {
    await tx.run(DESTROY_DATA_KEY, [of.agency, of.owner, this.clock.now()]);
    this.known.delete(nameOf(of));
  }

  /** What a personal number is found by in the index. */
  hash(agency: string, kind: string, value: string): string {
    return keyedHash(this.agencies.index(agency), kind, value);
  }

  /** What authenticates the ledger of an agency's evidence. */
  ledgerKey(agency: string): Buffer {
    let key = this.ledgerKeys.get(agency);
    if (!key) this.ledgerKeys.set(agency, (key = ledgerKey(this.agencies.index(agency))));
    return key;
  }

  private remembered(of: Owner): Buffer | undefined {
    const known = this.known.get(nameOf(of));
    return known && known.until > performance.now() ? known.key : undefined;
  }

  private async read({ agency, owner }: Owner, tx: Tx | undefined): Promise<KeyColumns | undefined> {
    const [row] = await this.run<KeyColumns>(DATA_KEY, [agency, [owner]], tx);
    return row;
  }

  private run<Row extends object>(statement: typeof DATA_KEY, params: readonly unknown[], tx: Tx | undefined): Promise<Row[]> {
    return tx ? tx.run<Row>(statement, params) : this.database.run<Row>(statement, params);
  }
}

export function isEncrypted(value: unknown): value is Encrypted {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Encrypted>).$sealed === 'string';
}

/** A value, encrypted with the key of its case; it opens only as what it is, and for whom. */
export function encryptWith(key: Buffer, of: Owner, about: string, value: unknown): Encrypted {
  const box = encrypt(key, Buffer.from(JSON.stringify(value)), aboutValue(of, about));
  return { $sealed: PREFIX + box.toString('base64url') };
}

/** The value again; undefined without the key. */
export function decryptWith<T>(key: Buffer | null, of: Owner, about: string, { $sealed }: Encrypted): T | undefined {
  if (!key) return undefined;
  if (!$sealed.startsWith(PREFIX)) throw new Error(`what is sealed for ${of.owner} as ${about} is of no known form`);
  return JSON.parse(decrypt(key, Buffer.from($sealed.slice(PREFIX.length), 'base64url'), aboutValue(of, about)).toString()) as T;
}

const aboutValue = ({ agency, owner }: Owner, about: string) => `${about} ${agency} ${owner}`;
const nameOf = ({ agency, owner }: Owner) => `${agency} ${owner}`;
