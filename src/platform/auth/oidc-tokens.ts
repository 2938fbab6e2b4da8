import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import type { Config } from '../config/config.js';
import { issuerAway, tokenInvalid } from './auth-refusals.js';

/** How long an issuer may take to answer. */
const PATIENCE_MS = 5000;
/** Keys are fetched anew after this, asked for or not: one that was withdrawn does not count for long. */
const KEYS_HOLD_MS = 600_000;
const DISCOVERY = '/.well-known/openid-configuration';

type Settings = Pick<Config, 'oidcAudience' | 'oidcJwksUrl' | 'oidcAlgorithms' | 'oidcClockSkewSeconds' | 'oidcKeysCooldownMs'>;

/** Access tokens of an OpenID Connect issuer, checked by its published keys. */
export class OidcTokens {
  private keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(
    readonly issuer: string,
    private readonly settings: Settings,
  ) {}

  /** The claims of a token; refused when it is forged, of another issuer, for another audience, or expired. */
  async verify(token: string, now: Date): Promise<JWTPayload & { readonly sub: string; readonly exp: number }> {
    const keys = await this.keySet();
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: this.issuer,
        audience: this.settings.oidcAudience,
        algorithms: [...this.settings.oidcAlgorithms],
        clockTolerance: this.settings.oidcClockSkewSeconds,
        currentDate: now,
        requiredClaims: ['exp', 'sub'],
      });
      return payload as JWTPayload & { sub: string; exp: number };
    } catch (error) {
      // Whoever cannot be asked for keys has not said that the token is wrong.
      if (isAway(error)) throw issuerAway();
      throw tokenInvalid();
    }
  }

  private keySet(): Promise<JWTVerifyGetKey> {
    this.keys ??= this.discover().catch((error: unknown) => {
      this.keys = undefined;
      throw error;
    });
    return this.keys;
  }

  private async discover(): Promise<JWTVerifyGetKey> {
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

/** A timeout, a broken connection, an answer that is no key set. */
function isAway(error: unknown): boolean {
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) return false;
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true;
  return !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC';
}
