import pg from 'pg';
import { readConfig } from '../../src/platform/config/config.js';
import { readMasterKeys, type MasterKey } from '../../src/platform/crypto/master-keys.js';
import { ledgerKeys } from '../../src/platform/evidence/verify-evidence.js';
import { blobStoreOf } from '../../src/platform/files/blob-store-of.js';
import { verifyFiles, type VerifiedFiles } from '../../src/platform/files/verify-files.js';
import { verifyAudit, verifyWithin, type VerifiedAudit } from '../../src/workflow/audit/verify-audit.js';
import type { Booted } from './boot.js';

/** An attacker with all rights on the database of a service, and none of its keys; and the auditor, who has them. */
export class Superuser {
  private constructor(
    readonly client: pg.Client,
    private readonly masters: readonly MasterKey[],
  ) {}

  static async at(service: Booted): Promise<Superuser> {
    const client = new pg.Client({ connectionString: service.databaseUrl });
    await client.connect();
    const config = readConfig({ DATA_DIR: service.dataDir });
    return new Superuser(client, readMasterKeys(config));
  }

  /** What `npm run audit:verify` finds. */
  async audit(): Promise<VerifiedAudit> {
    return verifyAudit(this.client, { keys: await ledgerKeys(this.client, this.masters) });
  }

  /** What it finds among the stored files. */
  async files(dataDir: string): Promise<VerifiedFiles> {
    return verifyFiles(this.client, this.masters, blobStoreOf(readConfig({ DATA_DIR: dataDir })));
  }

  /** What it finds after these statements, which no trigger sees and which are taken back. */
  async auditAfter(...statements: string[]): Promise<VerifiedAudit> {
    await this.client.query('begin; set local session_replication_role = replica');
    try {
      for (const sql of statements) await this.client.query(sql);
      return await verifyWithin(this.client, { keys: await ledgerKeys(this.client, this.masters) });
    } finally {
      await this.client.query('rollback');
    }
  }

  /** Runs statements for good, unseen by triggers. */
  async forge(...statements: string[]): Promise<void> {
    await this.client.query('begin; set local session_replication_role = replica');
    try {
      for (const sql of statements) await this.client.query(sql);
      await this.client.query('commit');
    } catch (error) {
      await this.client.query('rollback');
      throw error;
    }
  }

  async rows<Row extends object>(sql: string): Promise<Row[]> {
    return (await this.client.query<Row>(sql)).rows;
  }

  close(): Promise<void> {
    return this.client.end();
  }
}

/** Makes the database one from before there was a ledger: the next start adopts its rows. */
export async function withoutLedger(service: Booted): Promise<void> {
  await service.sql(`begin; set local session_replication_role = replica;
    delete from evidence_ledger; delete from evidence_heads; delete from evidence_states; delete from evidence_cases; commit`);
}
