import { Inject, Injectable } from '@nestjs/common';
import { jwtVerify, SignJWT } from 'jose';
import { Clock } from '../../kernel/clock.js';
import type { HeldRole, Principal } from '../../kernel/principal.js';
import { tokenInvalid } from './auth-refusals.js';

/** Nest token: the key of the built-in issuer, shared by all nodes of one installation. */
export const TOKEN_KEY = Symbol('token key');

const ISSUER = 'terbit';

/** Tokens verified lately are remembered, at most this many. */
const REMEMBERED = 10_000;

/** Access tokens of the built-in issuer: signed JWTs that carry agency and roles. */
@Injectable()
export class Tokens {
  private readonly verified = new Map<string, { readonly principal: Principal; readonly until: number }>();

  constructor(
    @Inject(TOKEN_KEY) private readonly key: Uint8Array,
    private readonly clock: Clock,
  ) {}

  async issue(principal: Principal, seconds: number): Promise<string> {
    const now = Math.floor(this.clock.now().getTime() / 1000);
    return new SignJWT({ agency: principal.agency, name: principal.name, roles: principal.roles })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(ISSUER)
      .setSubject(principal.id)
      .setIssuedAt(now)
      .setExpirationTime(now + seconds)
      .sign(this.key);
  }

  /** Who a token speaks for; refused when it is forged, of another issuer, or expired. */
  async verify(token: string): Promise<Principal> {
    const now = this.clock.now();
    const known = this.verified.get(token);
    if (known && known.until > now.getTime()) return known.principal;
    const { principal, until } = await this.read(token, now);
    if (this.verified.size >= REMEMBERED) this.verified.clear();
    this.verified.set(token, { principal, until });
    return principal;
  }

  private async read(token: string, now: Date): Promise<{ principal: Principal; until: number }> {
    try {
      const { payload } = await jwtVerify(token, this.key, {
        issuer: ISSUER,
        audience: ISSUER,
        algorithms: ['HS256'],
        currentDate: now,
        requiredClaims: ['exp', 'sub'],
      });
      const { sub, exp, agency, name, roles } = payload as { sub: string; exp: number; agency: string; name: string; roles: HeldRole[] };
      return { principal: { agency, id: sub, name, kind: 'person', roles }, until: exp * 1000 };
    } catch {
      throw tokenInvalid();
    }
  }
}
