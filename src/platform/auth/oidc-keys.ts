import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { Config } from '../config/config.js';
import { issuerAway } from './auth-refusals.js';

/** How long an issuer may take to answer. */
const PATIENCE_MS = 5000;
/** Keys are fetched anew after this, asked for or not: one that was withdrawn does not count for long. */
const KEYS_HOLD_MS = 60_000;
/** While the issuer cannot be reached, the keys that it published last count for so long. */
const KEYS_HOLD_UNREACHED_MS = 600_000;
/** It is not asked again for so long after it did not answer. */
const PAUSE_MS = 10_000;
const DISCOVERY = '/.well-known/openid-configuration';

export type KeySettings = Pick<Config, 'oidcJwksUrl' | 'oidcKeysCooldownMs'>;

type RemoteKeys = ReturnType<typeof createRemoteJWKSet>;

interface Published {
  readonly keys: JSONWebKeySet;
  readonly text: string;
  /** When they were seen last, by the clock that does not jump. */
  readonly at: number;
}

/** The keys that an issuer publishes, as they are now; remembered for a while where it cannot be reached. */
export class OidcKeys {
  private remote: Promise<RemoteKeys> | undefined;
  private published: Published | undefined;
  private unreachedAt = -Infinity;

  constructor(
    private readonly issuer: string,
    private readonly settings: KeySettings,
    private readonly changed: () => void,
  ) {}

  /** Does something with the keys, and notices when they are others than before. */
  async use<T>(work: (keys: JWTVerifyGetKey) => Promise<T>): Promise<T> {
    const remote = await this.remoteKeys();
    try {
      return await work((header, token) => this.keyOf(remote, header, token));
    } finally {
      this.notice(remote);
    }
  }

  private async keyOf(remote: RemoteKeys, ...[header, token]: Parameters<JWTVerifyGetKey>): ReturnType<RemoteKeys> {
    const now = performance.now();
    const paused = !remote.fresh && now < this.unreachedAt + PAUSE_MS;
    try {
      if (paused) throw issuerAway();
      return await remote(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      if (!paused) this.unreachedAt = now;
      const { published } = this;
      if (!published || published.at + KEYS_HOLD_UNREACHED_MS < now) throw error;
      // What is not among them may be among those that could not be fetched.
      return createLocalJWKSet(published.keys)(header, token).catch(() => Promise.reject(error as Error));
    }
  }

  private notice(remote: RemoteKeys): void {
    const keys = remote.jwks();
    if (!keys || !remote.fresh) return;
    const text = JSON.stringify(keys.keys);
    const before = this.published;
    this.published = { keys, text, at: performance.now() };
    if (before && before.text !== text) this.changed();
  }

  private remoteKeys(): Promise<RemoteKeys> {
    this.remote ??= this.discover().catch((error: unknown) => {
      this.remote = undefined;
      throw error;
    });
    return this.remote;
  }

  private async discover(): Promise<RemoteKeys> {
    const url = this.settings.oidcJwksUrl ?? (await this.announced());
    return createRemoteJWKSet(new URL(url), {
      timeoutDuration: PATIENCE_MS,
      cooldownDuration: this.settings.oidcKeysCooldownMs,
      cacheMaxAge: KEYS_HOLD_MS,
    });
  }

  /** Where the issuer says its keys are; it must be the issuer it was asked as. */
  private async announced(): Promise<string> {
    const url = this.issuer.replace(/\/$/, '') + DISCOVERY;
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'error' }).catch(() => undefined);
    const told = answer?.ok ? await answer.json().catch(() => undefined) : undefined;
    const { issuer, jwks_uri: keys } = (told ?? {}) as { issuer?: unknown; jwks_uri?: unknown };
    if (issuer !== this.issuer || typeof keys !== 'string' || !URL.canParse(keys)) throw issuerAway();
    return keys;
  }
}
