import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../../../kernel/principal.js';
import { Refusal, refusal } from '../../../kernel/refusal.js';
import type { ApiRequest } from '../../../platform/api/request-context.js';
import { notAllowed } from '../../../platform/auth/auth-refusals.js';
import { EndedSessions } from '../../../platform/auth/ended-sessions.js';
import { PASSWORD_SIGN_IN, type PasswordSignIn } from '../../../platform/auth/password-sign-in.js';
import { permitted } from '../../../platform/auth/permissions.js';
import { StandIns } from '../../../platform/auth/stand-ins.js';
import { REPORTS_SECONDS, Tokens, type VerifiedToken } from '../../../platform/auth/tokens.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { callerAddress } from '../../../platform/rate/caller.js';
import { readFields } from '../../../platform/files/form-fields.js';

export const otherSite = refusal('forbidden', 'OTHER_SITE', {
  id: 'Formulir ini datang dari halaman lain.',
  en: 'This form comes from another site.',
});

const COOKIE = 'terbit_reports';

/**
 * The session of the page: a token in a cookie that scripts cannot read, that goes to this page alone and never with a request that
 * another site has begun. It opens nothing but reading here: it is of a kind of its own, which the API does not take.
 */
@Injectable()
export class PageSession {
  private readonly attributes: string;

  constructor(
    private readonly tokens: Tokens,
    private readonly standIns: StandIns,
    private readonly ended: EndedSessions,
    @Inject(PASSWORD_SIGN_IN) private readonly passwords: PasswordSignIn,
    @Inject(CONFIG) config: Config,
  ) {
    this.attributes = `Path=/reports; HttpOnly; SameSite=Strict${config.publicUrl.startsWith('https:') ? '; Secure' : ''}`;
  }

  /** Who reads the page; undefined for somebody who has to sign in first, or again. */
  async reader(request: ApiRequest): Promise<Principal | undefined> {
    const found = await this.present(request);
    if (!found) return undefined;
    const reader = await this.standIns.extend(found.principal);
    if (!mayRead(reader)) return undefined;
    request.principal = reader;
    return reader;
  }

  /** Signs in by the form; refused with a wrong password, and for whoever may not read reports. */
  async begin(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    ofThisSite(request);
    const { username, password, code } = await readFields(request, ['username', 'password', 'code']);
    const signIn = { username, password, ...(code !== '' && { code }) };
    const token = await this.passwords.signInToReports(signIn, callerAddress(request.ip));
    const { principal, session } = await this.tokens.verify(token, 'reports');
    if (!mayRead(await this.standIns.extend(principal))) {
      await this.passwords.endSession(principal, session);
      throw notAllowed();
    }
    void reply.header('set-cookie', `${COOKIE}=${token}; Max-Age=${REPORTS_SECONDS}; ${this.attributes}`);
  }

  /** The session ends, wherever a copy of its cookie may lie. */
  async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    ofThisSite(request);
    const found = await this.present(request);
    if (found) await this.passwords.endSession(found.principal, found.session);
    void reply.header('set-cookie', `${COOKIE}=; Max-Age=0; ${this.attributes}`);
  }

  private async present(request: FastifyRequest): Promise<VerifiedToken | undefined> {
    const token = tokenIn(request.headers.cookie);
    if (!token) return undefined;
    try {
      const verified = await this.tokens.verify(token, 'reports');
      const { principal, session } = verified;
      return session !== undefined && (await this.ended.has(principal.agency, session)) ? undefined : verified;
    } catch (error) {
      if (error instanceof Refusal && error.kind === 'unauthenticated') return undefined;
      throw error;
    }
  }
}

function mayRead(principal: Principal): boolean {
  return permitted(principal, 'reports.read');
}

function tokenIn(cookies = ''): string | undefined {
  for (const part of cookies.slice(0, 8000).split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === COOKIE && value) return value;
  }
  return undefined;
}

/** A form of our own says where it comes from; one that another site sends would sign somebody in as somebody else. */
function ofThisSite({ headers }: FastifyRequest): void {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  const foreign = origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host);
  if (foreign || (site !== undefined && site !== 'same-origin' && site !== 'none')) throw otherSite();
}
