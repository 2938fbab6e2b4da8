import { errors, jwtVerify, type JWTHeaderParameters, type JWTPayload, type JWTVerifyResult } from 'jose';
import type { Config } from '../config/config.js';
import { issuerAway, tokenInvalid } from './auth-refusals.js';
import { OidcKeys, type KeySettings } from './oidc-keys.js';

type Settings = KeySettings &
  Pick<Config, 'oidcAudience' | 'oidcAlgorithms' | 'oidcClockSkewSeconds' | 'oidcClients' | 'oidcTokenMaxSeconds'>;

/** The claims of an access token. */
export type AccessClaims = JWTPayload & { readonly sub: string; readonly exp: number };

/** Types of JWTs that an access token may say that it is (RFC 9068, and what issuers wrote before it). */
const ACCESS_TYPES = ['jwt', 'at+jwt', 'application/at+jwt'];
/** Claims of ID tokens and of logout tokens: nothing that carries one was meant for an API. */
const NO_ACCESS_CLAIMS = ['nonce', 'events', 'at_hash', 'c_hash', 's_hash'];

/** Access tokens of an OpenID Connect issuer, checked by its published keys. */
export class OidcTokens {
  private readonly keys: OidcKeys;

  constructor(
    readonly issuer: string,
    private readonly settings: Settings,
    /** Called when the issuer publishes other keys than before: what the earlier ones have vouched for counts no longer. */
    keysChanged: () => void,
  ) {
    this.keys = new OidcKeys(issuer, settings, keysChanged);
  }

  /** The claims of a token; refused when it is forged, no access token, of another issuer, for another audience, or expired. */
  async verify(token: string, now: Date): Promise<AccessClaims> {
    const { payload, protectedHeader } = await this.signed(token, now);
    if (isAccessToken(protectedHeader, payload) && this.isOfKnownClient(payload) && this.holdsNotTooLong(payload, now)) return payload;
    throw tokenInvalid();
  }

  private async signed(token: string, now: Date): Promise<JWTVerifyResult<AccessClaims>> {
    const { oidcAudience, oidcAlgorithms, oidcClockSkewSeconds } = this.settings;
    try {
      return await this.keys.use((keys) =>
        jwtVerify<AccessClaims>(token, keys, {
          issuer: this.issuer,
          audience: oidcAudience,
          algorithms: [...oidcAlgorithms],
          clockTolerance: oidcClockSkewSeconds,
          currentDate: now,
          requiredClaims: ['exp', 'sub'],
        }),
      );
    } catch (error) {
      // Whoever cannot be asked for keys has not said that the token is wrong.
      if (isAway(error)) throw issuerAway();
      throw tokenInvalid();
    }
  }

  /** Where clients are listed, tokens that were issued to others open nothing here. */
  private isOfKnownClient({ azp, client_id: client }: JWTPayload): boolean {
    const { oidcClients } = this.settings;
    const named = [azp, client].filter((each) => each !== undefined);
    return oidcClients.length === 0 || (named.length > 0 && named.every((each) => typeof each === 'string' && oidcClients.includes(each)));
  }

  /** A token that holds for years would outlive whatever its owner was; one that does not say since when counts from now. */
  private holdsNotTooLong({ iat, exp }: AccessClaims, now: Date): boolean {
    const { oidcClockSkewSeconds: skew, oidcTokenMaxSeconds: most } = this.settings;
    const seconds = now.getTime() / 1000;
    if (iat === undefined) return exp - seconds <= most + skew;
    return iat <= seconds + skew && exp - iat <= most;
  }
}

function isAccessToken({ typ }: JWTHeaderParameters, claims: JWTPayload): boolean {
  const { typ: kind, token_use: use } = claims;
  return (
    (typ === undefined || (typeof typ === 'string' && ACCESS_TYPES.includes(typ.toLowerCase()))) &&
    (kind === undefined || (typeof kind === 'string' && kind.toLowerCase() === 'bearer')) &&
    (use === undefined || use === 'access') &&
    !NO_ACCESS_CLAIMS.some((claim) => Object.hasOwn(claims, claim))
  );
}

/** A timeout, a broken connection, an answer that is no key set. */
function isAway(error: unknown): boolean {
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) return false;
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true;
  return !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC';
}
