import { Inject, Injectable } from '@nestjs/common';
import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { Clock } from '../../kernel/clock.js';
import { isId } from '../../kernel/ids.js';
import type { Principal } from '../../kernel/principal.js';
import { CONFIG, type Config } from '../config/config.js';
import { AgencyRoles } from './agency-roles.js';
import { agencyUnknown, sessionEnded, tokenInvalid } from './auth-refusals.js';
import { KnownPeople } from './known-people.js';
import { LiveSessions, type SessionKind } from './live-sessions.js';
import { principalOf, usernameIn } from './oidc-claims.js';
import { OidcTokens } from './oidc-tokens.js';
import { TokenKeys } from './token-keys.js';

const ISSUER = 'terbit';
/** One audience per kind of session: a token of one kind is no token of the other. */
const AUDIENCES: Readonly<Record<SessionKind, string>> = { api: ISSUER, reports: 'terbit-reports' };

/** Whoever leaves the page of reports open is asked again after that. */
export const REPORTS_SECONDS = 1800;

/** By how much the clocks of two nodes may differ. */
const SKEW_SECONDS = 60;

/** Tokens verified lately are remembered, at most this many. */
const REMEMBERED = 10_000;
/** Those of another issuer only for so long: what it has withdrawn meanwhile counts again. */
const FOREIGN_HOLDS_MS = 60_000;

/** What an access token says. */
export interface VerifiedToken {
  readonly principal: Principal;
  /** The session it belongs to; the built-in issuer's alone have one. */
  readonly session: string | undefined;
  /** Whether they have a second factor of the built-in issuer. */
  readonly secondFactor: boolean;
  /** Milliseconds: when it has to be verified again. */
  readonly until: number;
}

/** Access tokens: signed JWTs, of the built-in issuer or of the one that is configured; never of both. */
@Injectable()
export class Tokens {
  private readonly verified = new Map<string, VerifiedToken>();
  private readonly oidc: OidcTokens | undefined;

  constructor(
    private readonly keys: TokenKeys,
    @Inject(CONFIG) private readonly config: Config,
    private readonly roles: AgencyRoles,
    private readonly clock: Clock,
    private readonly people: KnownPeople,
    private readonly sessions: LiveSessions,
  ) {
    const { oidcIssuer } = config;
    this.oidc = oidcIssuer === undefined ? undefined : new OidcTokens(oidcIssuer, config, () => this.verified.clear());
  }

  /** A token of the built-in issuer, for one of its sessions. */
  async issue(principal: Principal, seconds: number, session: string, kind: SessionKind = 'api'): Promise<string> {
    const now = Math.floor(this.clock.now().getTime() / 1000);
    return new SignJWT({ agency: principal.agency, name: principal.name, roles: principal.roles, sid: session })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCES[kind])
      .setSubject(principal.id)
      .setIssuedAt(now)
      .setExpirationTime(now + seconds)
      .sign(await this.keys.signing());
  }

  /** Who a token speaks for; refused when it is forged, of another issuer or kind, or expired, or when its session has ended. */
  async verify(token: string, kind: SessionKind = 'api'): Promise<VerifiedToken> {
    const now = this.clock.now();
    const remembered = `${kind} ${token}`;
    const known = this.verified.get(remembered);
    if (known && known.until > now.getTime()) return known;
    // The page of reports is the built-in issuer's alone.
    if (this.oidc && kind !== 'api') throw tokenInvalid();
    const read = this.oidc ? await this.readForeign(this.oidc, token, now) : await this.read(token, kind, now);
    if (this.verified.size >= REMEMBERED) this.verified.clear();
    this.verified.set(remembered, read);
    return read;
  }

  /** The same asked anew, for what may have changed since the token was verified. */
  verifyAgain(token: string, kind: SessionKind = 'api'): Promise<VerifiedToken> {
    this.verified.delete(`${kind} ${token}`);
    return this.verify(token, kind);
  }

  private async readForeign(oidc: OidcTokens, token: string, now: Date): Promise<VerifiedToken> {
    const claims = await oidc.verify(token, now);
    const principal = principalOf(claims, oidc.issuer, this.config, this.roles);
    if (!principal) throw agencyUnknown();
    await this.people.remember(principal, { subject: claims.sub, username: usernameIn(claims) });
    const expires = (claims.exp + this.config.oidcClockSkewSeconds) * 1000;
    return { principal, session: undefined, secondFactor: false, until: Math.min(expires, now.getTime() + FOREIGN_HOLDS_MS) };
  }

  private async read(token: string, kind: SessionKind, now: Date): Promise<VerifiedToken> {
    const { sub, exp, iat, sid, agency } = await this.claims(token, kind, now);
    const seconds = now.getTime() / 1000;
    // However long a token says that it holds: a shorter setting ends those that were issued before it.
    const expires = Math.min(exp, iat + (kind === 'api' ? this.config.tokenTtlSeconds : REPORTS_SECONDS));
    if (iat > seconds + SKEW_SECONDS || expires <= seconds) throw tokenInvalid();
    const live = await this.sessions.find({ agency, session: sid, user: sub, kind });
    if (!live) throw sessionEnded();
    const { principal, secondFactor, expiresAt } = live;
    return { principal, session: sid, secondFactor, until: Math.min(expires * 1000, expiresAt.getTime()) };
  }

  private async claims(token: string, kind: SessionKind, now: Date): Promise<Claims> {
    // The keys differ in nothing but their bytes: each is tried.
    for (const key of await this.keys.all()) {
      try {
        const { payload } = await jwtVerify(token, key, {
          issuer: ISSUER,
          audience: AUDIENCES[kind],
          algorithms: ['HS256'],
          currentDate: now,
          requiredClaims: ['exp', 'iat', 'sub', 'sid', 'agency'],
        });
        return claimsOf(payload);
      } catch (error) {
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw tokenInvalid();
      }
    }
    throw tokenInvalid();
  }
}

interface Claims {
  readonly sub: string;
  readonly exp: number;
  readonly iat: number;
  readonly sid: string;
  readonly agency: string;
}

/** What is signed is of our own making; what is not of its form was made by somebody who has the key. */
function claimsOf(payload: JWTPayload): Claims {
  const { sub, exp, iat, sid, agency } = payload;
  if (typeof sid !== 'string' || typeof agency !== 'string' || !isId(sid) || !isId(sub ?? '')) throw tokenInvalid();
  return { sub: sub!, exp: exp!, iat: iat!, sid, agency };
}
