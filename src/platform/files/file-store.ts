import { Inject, Injectable } from '@nestjs/common';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

/** Nest token: the folder that files lie in. */
export const FILE_FOLDER = Symbol('file folder');

/** Files by agency and id, in a folder of their own that no web server looks into. */
@Injectable()
export class FileStore {
  constructor(@Inject(FILE_FOLDER) private readonly folder: string) {}

  /** Keeps bytes for good: on disk when this returns. The file appears whole or not at all. */
  async put(agency: string, id: string, bytes: Buffer): Promise<void> {
    const path = this.path(agency, id);
    await mkdir(dirname(path), { recursive: true });
    const file = await open(`${path}.new`, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
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
