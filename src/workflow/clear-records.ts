import { Inject, Injectable } from '@nestjs/common';
import { Vault } from '../platform/crypto/vault.js';
import { Database } from '../platform/database/database.js';
import { statement } from '../platform/database/tx.js';
import { Adoption } from '../platform/evidence/adoption.js';
import { DefinitionRegistry } from './definition-registry.js';
import { PERSONAL_RECORDS, type PersonalRecords } from './personal-records.js';

const BATCH = 200;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** The case, held so that nobody erases it meanwhile; nothing when it was erased. */
const HOLD = statement(
  'clear-records.hold',
  `select service, definition from applications where agency = $1 and id = $2 and erased_at is null for share`,
);

/** What was encrypted, and of which cases it failed. */
export interface EncryptedRecords {
  /** Rows and files, by the name of the records. */
  readonly encrypted: Readonly<Record<string, number>>;
  readonly failed: readonly string[];
}

/**
 * Encrypts what was kept in the clear before there were keys. Case by case, a transaction each, while the service runs; what is
 * encrypted is found no more, so that a run that was broken off is taken up again by the next.
 */
@Injectable()
export class ClearRecords {
  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly vault: Vault,
    private readonly adoption: Adoption,
    @Inject(PERSONAL_RECORDS) private readonly records: readonly PersonalRecords[],
  ) {}

  async encryptAll(): Promise<EncryptedRecords> {
    const encrypted: Record<string, number> = {};
    const failed: string[] = [];
    for (const records of this.records) {
      for (const { code } of this.registry.agencies()) {
        for await (const id of this.cases(records, code)) {
          try {
            encrypted[records.name] = (encrypted[records.name] ?? 0) + (await this.encrypt(records, code, id));
          } catch (error) {
            failed.push(`${records.name} of ${id}: ${(error as Error).message}`);
          }
        }
      }
    }
    // With nothing left in the clear, what is found there from now on was put there by somebody else.
    if (failed.length === 0) for (const { code } of this.registry.agencies()) await this.adoption.markEncrypted(code);
    return { encrypted, failed };
  }

  /** Cases that have something in the clear, in the order of their ids. */
  private async *cases(records: PersonalRecords, agency: string): AsyncGenerator<string> {
    for (let after = FIRST; ;) {
      const ids = await records.inTheClear(agency, after, BATCH);
      yield* ids;
      if (ids.length < BATCH) return;
      after = ids.at(-1)!;
    }
  }

  private async encrypt(records: PersonalRecords, agency: string, id: string): Promise<number> {
    // Kept before anything is encrypted with it: a file is not taken back with a transaction.
    if ((await this.vault.key({ agency, owner: id })) === null)
      return records.encryptErased ? this.database.transaction((tx) => records.encryptErased!(tx, { agency, id })) : 0;
    return this.database.transaction(async (tx) => {
      const [row] = await tx.run<{ service: string; definition: string }>(HOLD, [agency, id]);
      if (!row) return 0;
      const { definition } = await this.registry.version(agency, row.service, row.definition, tx);
      return records.encrypt(tx, { agency, id, definition });
    });
  }
}
