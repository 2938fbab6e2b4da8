import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { aboutDataKey, unwrapAgencyKey, type AgencyKeyRow } from '../crypto/agency-keys.js';
import { decrypt } from '../crypto/cipher.js';
import { decrypted } from '../crypto/file-cipher.js';
import type { MasterKey } from '../crypto/master-keys.js';
import type { BlobStore } from './blob-store.js';
import { aboutFile, nameOf } from './file-store.js';

const PAGE = 500;
const MOST = 1000;

/** A stored file that is not what was kept. */
export interface FileFinding {
  readonly agency: string;
  readonly where: string;
  readonly what: string;
}

/** What was read, and what was found. */
export interface VerifiedFiles {
  readonly files: number;
  readonly bytes: number;
  /** Printed papers whose file is not there: they are printed again when somebody asks for them. */
  readonly toPrintAgain: number;
  readonly findings: readonly FileFinding[];
}

interface StoredFile {
  readonly agency: string;
  readonly id: string;
  readonly owner: string;
  readonly file: string;
  readonly sha256: readonly string[];
  readonly in_clear: boolean;
  readonly wrapped: Buffer | null;
  readonly wrapped_with: string | null;
}

interface Source {
  readonly name: string;
  /** A file that was lost comes again. */
  readonly again?: true;
  readonly sql: string;
}

const KEY = 'k.wrapped, k.wrapped_with from';
const OWNER = 'left join data_keys k on k.agency = c.agency and k.owner = c.application_id';
const REST = (id: string) => `k.destroyed_at is null and ($1::text is null or c.agency = $1)
  and (c.agency, ${id}) > ($2, $3::uuid) order by c.agency, ${id} limit ${PAGE}`;

/** Files that are kept: without those that were taken back before a check, and those whose key was destroyed. */
const SOURCES: readonly Source[] = [
  {
    name: 'document',
    sql: `select c.agency, c.id::text, c.application_id::text as owner, c.id::text as file, array[c.sha256] as sha256, c.in_clear, ${KEY} documents c ${OWNER}
      where (c.removed_at is null or c.checked) and ${REST('c.id')}`,
  },
  {
    name: 'paper',
    again: true,
    sql: `select c.agency, c.id::text, c.application_id::text as owner, c.id::text as file, c.sha256, true as in_clear, ${KEY} papers c ${OWNER}
      where not c.remote and cardinality(c.sha256) > 0 and ${REST('c.id')}`,
  },
  {
    name: 'signed letter',
    sql: `select c.agency, c.id::text, c.application_id::text as owner, s.file_id::text as file, array[s.sha256] as sha256, true as in_clear, ${KEY}
      paper_signatures s join papers c on c.agency = s.agency and c.id = s.paper_id ${OWNER} where ${REST('c.id')}`,
  },
];

/** Reads every stored file, a piece at a time, and compares its SHA-256 with its row, which the ledger vouches for. */
export async function verifyFiles(
  client: Pick<ClientBase, 'query'>,
  masters: readonly MasterKey[],
  blobs: Pick<BlobStore, 'get'>,
  only?: string,
): Promise<VerifiedFiles> {
  const keys = await agencyKeys(client, masters);
  const findings: FileFinding[] = [];
  let [files, bytes, toPrintAgain] = [0, 0, 0];
  for (const { name, again, sql } of SOURCES) {
    for await (const row of rowsOf(client, sql, only ?? null)) {
      const read = await readFile(blobs, keys, row);
      if ('size' in read) {
        files++;
        bytes += read.size;
      } else if (again && read.gone) toPrintAgain++;
      else if (findings.length < MOST) findings.push({ agency: row.agency, where: `${name} ${row.id}`, what: read.what });
    }
  }
  return { files, bytes, toPrintAgain, findings };
}

async function* rowsOf(client: Pick<ClientBase, 'query'>, sql: string, only: string | null): AsyncGenerator<StoredFile> {
  for (let last = { agency: '', id: '00000000-0000-0000-0000-000000000000' }; ;) {
    const { rows } = await client.query<StoredFile>(sql, [only, last.agency, last.id]);
    yield* rows;
    if (rows.length < PAGE) return;
    last = rows.at(-1)!;
  }
}

async function agencyKeys(client: Pick<ClientBase, 'query'>, masters: readonly MasterKey[]): Promise<Map<string, Buffer>> {
  const { rows } = await client.query<AgencyKeyRow>(
    `select agency, id, purpose, wrapped, master from agency_keys where purpose = 'wrap' order by agency, made_at, id`,
  );
  return new Map(rows.map((row) => [row.id, unwrapAgencyKey(masters, row)]));
}

type Read = { readonly size: number } | { readonly gone: boolean; readonly what: string };

async function readFile(blobs: Pick<BlobStore, 'get'>, keys: ReadonlyMap<string, Buffer>, row: StoredFile): Promise<Read> {
  const { agency, owner, file, wrapped, wrapped_with: id } = row;
  let stored: AsyncIterable<Buffer>;
  try {
    stored = (await blobs.get(nameOf(agency, file))) as AsyncIterable<Buffer>;
  } catch (error) {
    return { gone: true, what: `its file cannot be read: ${(error as Error).message}` };
  }
  try {
    const key = () => {
      const agencyKey = id === null ? undefined : keys.get(id);
      if (!wrapped || !agencyKey) throw new Error('there is no key for it');
      return Promise.resolve(decrypt(agencyKey, wrapped, aboutDataKey(agency, owner)));
    };
    const hash = createHash('sha256');
    let size = 0;
    for await (const piece of decrypted(key, stored, aboutFile(agency, file), row.in_clear)) {
      hash.update(piece);
      size += piece.length;
    }
    return row.sha256.includes(hash.digest('hex')) ? { size } : { gone: false, what: 'its file is not what was kept: another SHA-256' };
  } catch (error) {
    return { gone: false, what: `its file is not what was kept: ${(error as Error).message}` };
  }
}
