import { Inject, Injectable } from '@nestjs/common';
import { jwtVerify, SignJWT } from 'jose';
import { Clock } from '../../kernel/clock.js';
import type { HeldRole, Principal } from '../../kernel/principal.js';
import { CONFIG, type Config } from '../config/config.js';
import { AgencyRoles } from './agency-roles.js';
import { agencyUnknown, tokenInvalid } from './auth-refusals.js';
import { KnownPeople } from './known-people.js';
import { principalOf, usernameIn } from './oidc-claims.js';
import { OidcTokens } from './oidc-tokens.js';

/** Nest token: the key of the built-in issuer, shared by all nodes of one installation. */
export const TOKEN_KEY = Symbol('token key');

const ISSUER = 'terbit';

/** Tokens verified lately are remembered, at most this many. */
const REMEMBERED = 10_000;

/** What an access token says. */
export interface Verified {
  readonly principal: Principal;
  /** The session it belongs to; the built-in issuer's alone have one. */
  readonly session: string | undefined;
  /** Milliseconds. */
  readonly until: number;
}

/** Access tokens: signed JWTs, of the built-in issuer or of the one that is configured; never of both. */
@Injectable()
export class Tokens {
  private readonly verified = new Map<string, Verified>();
  private readonly oidc: OidcTokens | undefined;

  constructor(
    @Inject(TOKEN_KEY) private readonly key: Uint8Array,
    @Inject(CONFIG) private readonly config: Config,
    private readonly roles: AgencyRoles,
    private readonly clock: Clock,
    private readonly people: KnownPeople,
  ) {
    this.oidc = config.oidcIssuer === undefined ? undefined : new OidcTokens(config.oidcIssuer, config);
  }

  /** A token of the built-in issuer. */
  async issue(principal: Principal, seconds: number, session?: string): Promise<string> {
    const now = Math.floor(this.clock.now().getTime() / 1000);
    return new SignJWT({ agency: principal.agency, name: principal.name, roles: principal.roles, ...(session && { sid: session }) })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(ISSUER)
      .setSubject(principal.id)
      .setIssuedAt(now)
      .setExpirationTime(now + seconds)
      .sign(this.key);
  }

  /** Who a token speaks for; refused when it is forged, of another issuer, or expired. */
  async verify(token: string): Promise<Verified> {
    const now = this.clock.now();
    const known = this.verified.get(token);
    if (known && known.until > now.getTime()) return known;
    const read = this.oidc ? await this.readForeign(this.oidc, token, now) : await this.read(token, now);
    if (this.verified.size >= REMEMBERED) this.verified.clear();
    this.verified.set(token, read);
    return read;
  }

  private async readForeign(oidc: OidcTokens, token: string, now: Date): Promise<Verified> {
    const claims = await oidc.verify(token, now);
    const principal = principalOf(claims, oidc.issuer, this.config, this.roles);
    if (!principal) throw agencyUnknown();
    await this.people.remember(principal, { subject: claims.sub, username: usernameIn(claims) });
    return { principal, session: undefined, until: (claims.exp + this.config.oidcClockSkewSeconds) * 1000 };
  }

  private async read(token: string, now: Date): Promise<Verified> {
    try {
      const { payload } = await jwtVerify(token, this.key, {
        issuer: ISSUER,
        audience: ISSUER,
        algorithms: ['HS256'],
        currentDate: now,
        requiredClaims: ['exp', 'sub'],
      });
      const { sub, exp, sid, agency, name, roles } = payload as unknown as Claims;
      return { principal: { agency, id: sub, name, kind: 'person', roles }, session: sid, until: exp * 1000 };
    } catch {
      throw tokenInvalid();
    }
  }
}

interface Claims {
  readonly sub: string;
  readonly exp: number;
  readonly sid?: string;
  readonly agency: string;
  readonly name: string;
  readonly roles: HeldRole[];
}
