import { Inject, Injectable, Logger } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import type { Principal } from '../../../kernel/principal.js';
import { Turnstile } from '../../api/turnstile.js';
import { Audit } from '../../audit/audit.js';
import { CONFIG, type Config } from '../../config/config.js';
import type { Incoming } from '../file-store.js';
import { scanFile, type ClamAddress } from './clamav.js';
import { inspectJpeg, inspectPng } from './images.js';
import { fileInfected, inspectionBusy, scannerAway } from './inspect-refusals.js';
import { inspectPdf } from './pdf.js';

/** A file is in memory while it is looked at. */
const AT_ONCE = 2;
const MOST_WAITING = 50;
const SCAN_MS = 60_000;

/** What was handed in is really what it says, does nothing by itself, and is clean as far as a scanner knows. */
@Injectable()
export class Inspector {
  private readonly logger = new Logger('Uploads');
  private readonly turnstile = new Turnstile(AT_ONCE, MOST_WAITING, inspectionBusy);
  private readonly scanner: ClamAddress | undefined;

  constructor(
    private readonly audit: Audit,
    @Inject(CONFIG) { clamavSocket, clamavHost }: Config,
  ) {
    this.scanner = clamavSocket ? { path: clamavSocket } : clamavHost;
  }

  /** Refuses a file with what is wrong with it. */
  async inspect(principal: Principal, { path }: Incoming, mediaType: string): Promise<void> {
    await this.turnstile.pass(async () => {
      const bytes = await readFile(path);
      if (mediaType === 'application/pdf') await inspectPdf(bytes);
      if (mediaType === 'image/jpeg') inspectJpeg(bytes);
      if (mediaType === 'image/png') await inspectPng(bytes);
    });
    if (this.scanner) await this.scan(principal, this.scanner, path);
  }

  /** A scanner that is away lets nothing through. */
  private async scan({ agency, id, name }: Principal, scanner: ClamAddress, path: string): Promise<void> {
    const found = await scanFile(scanner, path, SCAN_MS).catch((error: Error) => {
      this.logger.error(`ClamAV: ${error.message}`);
      throw scannerAway();
    });
    if (found === undefined) return;
    await this.audit.note(undefined, { agency, kind: 'upload-refused', actor: { id, name }, data: { found: found.slice(0, 200) } });
    throw fileInfected();
  }
}
