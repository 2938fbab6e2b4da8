import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/ids.js';
import type { Tx } from '../../../platform/database/tx.js';
import { FILE_NOTICED, SIGNED_FILE } from './file-statements.js';

/** Where a file of a licence is said to lie. */
export interface FilePlace {
  readonly agency: string;
  readonly idIzin: string | null;
  readonly nib: string | null;
  readonly url: string;
}

/** Notes where OSS has a file that it has signed: by its own word, or because it was asked. */
@Injectable()
export class FileNotices {
  constructor(private readonly clock: Clock) {}

  /** The case that it is of; undefined while its licence is not known. */
  async note(tx: Tx, { agency, idIzin, nib, url }: FilePlace): Promise<string | undefined> {
    const [found] = await tx.run<{ application_id: string }>(SIGNED_FILE, [agency, idIzin, nib, url]);
    if (!found) return undefined;
    const now = this.clock.now();
    await tx.run(FILE_NOTICED, [agency, newId(now), idIzin, found.application_id, url, now]);
    return found.application_id;
  }
}
