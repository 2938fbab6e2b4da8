import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Principal } from '../../../kernel/principal.js';
import { Audit } from '../../audit/audit.js';
import { CONFIG, type Config } from '../../config/config.js';
import type { IncomingFile } from '../file-store.js';
import { scanFile, type ClamAddress } from './clamav.js';
import { fileInfected, refusalOf, scannerAway } from './inspect-refusals.js';
import { InspectionPool } from './inspection-pool.js';

const SCAN_MS = 60_000;

/** What was handed in is really what it says, does nothing by itself, and is clean as far as a scanner knows. */
@Injectable()
export class Inspector implements OnApplicationShutdown {
  private readonly logger = new Logger('Uploads');
  private readonly pool = new InspectionPool();
  private readonly scanner: ClamAddress | undefined;

  constructor(
    private readonly audit: Audit,
    @Inject(CONFIG) { clamavSocket, clamavHost }: Config,
  ) {
    this.scanner = clamavSocket ? { path: clamavSocket } : clamavHost;
  }

  /** Refuses a file with what is wrong with it. */
  async inspect(principal: Principal, { path }: IncomingFile, mediaType: string): Promise<void> {
    const verdict = await this.pool.inspect({ path, mediaType });
    if (!verdict.taken) throw refusalOf(verdict.code, verdict.values);
    if (this.scanner) await this.scan(principal, this.scanner, path);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
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
