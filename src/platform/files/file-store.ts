import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { decrypted, encrypted, FileDamaged } from '../crypto/file-cipher.js';
import { BLOB_STORE, type BlobStore } from './blob-store.js';
import { PRIVATE_FOLDER } from '../config/private-folder.js';

/** Nest token: the folder that files arrive in, and lie in where there is no other store. */
export const FILE_FOLDER = Symbol('file folder');

/** As much of a file's beginning as it takes to know what it is: readers of PDF look that far for its header. */
const HEAD = 1024 + 8;
/** Longer than any upload takes. */
const STALE_MS = 6 * 3_600_000;

/** A file that has arrived, and that nobody finds until it is kept. */
export interface IncomingFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly head: Buffer;
}

/** What is known of a file that was kept. */
export interface Kept {
  readonly sha256: string;
  /** It is from before files were encrypted, and may lie in the clear. */
  readonly inClear: boolean;
}

/** The store holds something else than what was kept. */
export class FileAltered extends Error {}

class AlreadyEncrypted extends Error {}

/** Files by agency and id, encrypted, where no web server looks: in a folder, or in an S3-compatible store. */
@Injectable()
export class FileStore implements OnApplicationBootstrap {
  constructor(
    @Inject(FILE_FOLDER) private readonly folder: string,
    @Inject(BLOB_STORE) private readonly shelf: BlobStore,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.sweep();
  }

  /** Takes a file in as it arrives, a piece at a time: on disk when this returns, and gone when it does not arrive whole. */
  async receive(bytes: AsyncIterable<Buffer>): Promise<IncomingFile> {
    const path = join(this.incoming(), randomUUID());
    await mkdir(this.incoming(), { recursive: true, mode: PRIVATE_FOLDER });
    const file = await open(path, 'wx', 0o600);
    const hash = createHash('sha256');
    let size = 0;
    let head = Buffer.alloc(0);
    try {
      for await (const piece of bytes) {
        size += piece.length;
        if (head.length < HEAD) head = Buffer.concat([head, piece.subarray(0, HEAD - head.length)]);
        hash.update(piece);
        await file.writeFile(piece);
      }
      await file.sync();
      return { path, size, sha256: hash.digest('hex'), head };
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  }

  /** Keeps what has arrived, for good, encrypted with the key of its case. The file appears whole or not at all. */
  async keep(incoming: IncomingFile, agency: string, id: string, key: Buffer): Promise<void> {
    const path = `${incoming.path}.sealed`;
    try {
      const sealed = encrypted(key, createReadStream(incoming.path) as AsyncIterable<Buffer>, aboutFile(agency, id));
      await writeThrough(path, sealed);
      await this.shelf.put(path, nameOf(agency, id));
    } finally {
      await rm(path, { force: true });
      await rm(incoming.path, { force: true });
    }
  }

  /** Throws away what has arrived, unless it was kept. */
  async discard(incoming: IncomingFile): Promise<void> {
    await rm(incoming.path, { force: true });
  }

  /** Fails at once when it is not there; a file that was damaged ends with an error before anything wrong gets out. */
  async read(agency: string, id: string, key: () => Promise<Buffer>): Promise<Readable> {
    const stored = await this.shelf.get(nameOf(agency, id));
    return Readable.from(decrypted(key, stored as AsyncIterable<Buffer>, aboutFile(agency, id)), { objectMode: false });
  }

  /**
   * What was kept, and nothing else: compared with its SHA-256 before the first byte is given out. Throws `FileAltered` where it is not
   * what was handed in. One in the clear is read only where it is known to be from before there were keys.
   */
  async readExact(agency: string, id: string, key: Buffer, { sha256, inClear }: Kept): Promise<Readable> {
    const keyOf = () => Promise.resolve(key);
    const stored = (await this.shelf.get(nameOf(agency, id))) as AsyncIterable<Buffer>;
    const plain = decrypted(keyOf, stored, aboutFile(agency, id), inClear);
    const whole = await this.receive(plain).catch((error: unknown) => {
      throw error instanceof FileDamaged ? new FileAltered(id) : error;
    });
    try {
      if (whole.sha256 !== sha256) throw new FileAltered(id);
      const file = await open(whole.path, 'r');
      return createReadStream('', { fd: file });
    } finally {
      // The open file can be read until it is closed; nobody else finds it.
      await rm(whole.path, { force: true });
    }
  }

  /** Encrypts a file that was kept in the clear before there were keys; false when it is encrypted already, or not there. */
  async encrypt(agency: string, id: string, key: Buffer): Promise<boolean> {
    try {
      const plain = await this.read(agency, id, () => Promise.reject(new AlreadyEncrypted()));
      await this.keep(await this.receive(plain as AsyncIterable<Buffer>), agency, id, key);
      return true;
    } catch (error) {
      if (error instanceof AlreadyEncrypted || isNotThere(error)) return false;
      throw error;
    }
  }

  async remove(agency: string, id: string): Promise<void> {
    await this.shelf.remove(nameOf(agency, id));
  }

  /** What was left in the clear by a process that was killed is nobody's. */
  async sweep(olderThanMs = STALE_MS): Promise<void> {
    const folder = this.incoming();
    for (const name of await readdir(folder).catch(() => [])) {
      const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: Infinity }));
      if (Date.now() - mtimeMs > olderThanMs) await rm(join(folder, name), { force: true });
    }
  }

  private incoming(): string {
    return join(this.folder, 'incoming');
  }
}

/** On disk when this returns. */
async function writeThrough(path: string, pieces: AsyncIterable<Buffer>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const piece of pieces) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** In a folder; a store says that it is away, whatever it is. */
function isNotThere(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/** Under which name a file lies. The tail of a UUIDv7 is random: folders fill evenly. */
export const nameOf = (agency: string, id: string) => `${agency}/${id.slice(-2)}/${id}`;
/** What a file is encrypted as. */
export const aboutFile = (agency: string, id: string) => `file ${agency} ${id}`;
