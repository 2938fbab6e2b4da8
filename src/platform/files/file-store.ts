import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

/** Nest token: the folder that files lie in. */
export const FILE_FOLDER = Symbol('file folder');

/** As much of a file's beginning as it takes to tell what it is. */
const HEAD = 64;

/** A file that has arrived, and that nobody finds until it is kept. */
export interface Incoming {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly head: Buffer;
}

/** Files by agency and id, in a folder of their own that no web server looks into. */
@Injectable()
export class FileStore {
  constructor(@Inject(FILE_FOLDER) private readonly folder: string) {}

  /** Takes a file in as it arrives, a piece at a time: on disk when this returns, and gone when it does not arrive whole. */
  async receive(bytes: AsyncIterable<Buffer>): Promise<Incoming> {
    const path = join(this.folder, 'incoming', randomUUID());
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, 'wx', 0o600);
    const hash = createHash('sha256');
    let size = 0;
    let head = Buffer.alloc(0);
    try {
      for await (const piece of bytes) {
        size += piece.length;
        if (head.length < HEAD) head = Buffer.concat([head, piece.subarray(0, HEAD)]);
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

  /** Keeps what has arrived, for good. The file appears whole or not at all. */
  async keep(incoming: Incoming, agency: string, id: string): Promise<void> {
    const path = this.path(agency, id);
    await mkdir(dirname(path), { recursive: true });
    await rename(incoming.path, path);
  }

  /** Throws away what has arrived, unless it was kept. */
  async discard(incoming: Incoming): Promise<void> {
    await rm(incoming.path, { force: true });
  }

  read(agency: string, id: string): Readable {
    return createReadStream(this.path(agency, id));
  }

  async remove(agency: string, id: string): Promise<void> {
    await rm(this.path(agency, id), { force: true });
  }

  /** The tail of a UUIDv7 is random: folders fill evenly. */
  private path(agency: string, id: string): string {
    return join(this.folder, agency, id.slice(-2), id);
  }
}
