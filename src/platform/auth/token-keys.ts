import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { CONFIG, type Config } from '../config/config.js';
import { ServiceSecrets } from '../crypto/service-secrets.js';

const KEY_BYTES = 32;

/**
 * The keys of access tokens: as configured, or one that was made once and is kept encrypted in the database for all nodes. The first
 * signs, each of them verifies: a new one is put before the old one, and the old one is dropped when no token of it can still hold.
 */
@Injectable()
export class TokenKeys {
  private known: Promise<readonly Uint8Array[]> | undefined;

  constructor(
    private readonly secrets: ServiceSecrets,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async signing(): Promise<Uint8Array> {
    const [first] = await this.all();
    return first!;
  }

  all(): Promise<readonly Uint8Array[]> {
    if (!this.known) {
      this.known = this.read();
      this.known.catch(() => (this.known = undefined));
    }
    return this.known;
  }

  private async read(): Promise<readonly Uint8Array[]> {
    const { authSecrets } = this.config;
    if (authSecrets.length > 0) return authSecrets.map((secret) => createHash('sha256').update(secret).digest());
    const kept = await this.secrets.kept('token-key', () => randomBytes(KEY_BYTES).toString('base64url'));
    return [Buffer.from(kept, 'base64url')];
  }
}
