import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AGENCY_ITSELF, Vault, type Owner } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import { statement, type Tx } from '../../platform/database/tx.js';

/** Begins every secret; what follows is the key in base64. */
export const SECRET_PREFIX = 'whsec_';

const IN_THE_CLEAR = statement(
  'webhook.in-the-clear',
  `select agency, id, secret from webhook_subscriptions where secret like '${SECRET_PREFIX}%' for update`,
);
const ENCRYPT = statement('webhook.encrypt', `update webhook_subscriptions set secret = $3 where agency = $1 and id = $2`);

/** What signs the calls of webhooks, encrypted at rest with a key of the agency: who has the database alone signs nothing. */
@Injectable()
export class WebhookSecrets implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /** Those from before are encrypted at start. */
  async onModuleInit(): Promise<void> {
    await this.database.transaction(async (tx) => {
      for (const { agency, id, secret } of await tx.run<{ agency: string; id: string; secret: string }>(IN_THE_CLEAR, []))
        await tx.run(ENCRYPT, [agency, id, await this.encrypt(tx, agency, id, secret)]);
    });
  }

  async encrypt(tx: Tx, agency: string, id: string, secret: string): Promise<string> {
    return (await this.vault.encrypt(ownerOf(agency), about(id), secret, tx)).$sealed;
  }

  async decrypt(agency: string, id: string, kept: string): Promise<string> {
    const secret = await this.vault.decrypt<string>(ownerOf(agency), about(id), { $sealed: kept });
    if (secret === undefined) throw new Error(`the secret of webhook ${id} cannot be decrypted: its key was destroyed`);
    return secret;
  }
}

const ownerOf = (agency: string): Owner => ({ agency, owner: AGENCY_ITSELF });
const about = (id: string) => `webhook ${id}`;
