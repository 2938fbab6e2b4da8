import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { PRIVATE_FOLDER } from '../config/private-folder.js';

/** Nest token of `FileShelf`. */
export const BLOB_STORE = Symbol('file shelf');

/** Where files lie for good, by a name that we give. */
export interface BlobStore {
  /** Takes a finished file over; it appears whole or not at all. */
  put(path: string, name: string): Promise<void>;
  /** Fails at once when there is no such file. */
  get(name: string): Promise<Readable>;
  /** No matter whether it was there. */
  remove(name: string): Promise<void>;
}

/** A folder that no web server looks into. */
export class FolderBlobStore implements BlobStore {
  constructor(private readonly folder: string) {}

  async put(path: string, name: string): Promise<void> {
    const target = join(this.folder, name);
    await mkdir(dirname(target), { recursive: true, mode: PRIVATE_FOLDER });
    await rename(path, target);
  }

  async get(name: string): Promise<Readable> {
    const file = await open(join(this.folder, name), 'r');
    return createReadStream('', { fd: file });
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.folder, name), { force: true });
  }
}
