import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../../../kernel/principal.js';
import { Refusal, refusal } from '../../../kernel/refusal.js';
import { notAllowed } from '../../../platform/auth/auth-refusals.js';
import { EndedSessions } from '../../../platform/auth/ended-sessions.js';
import { PASSWORD_SIGN_IN, type PasswordSignIn } from '../../../platform/auth/password-sign-in.js';
import { permitted } from '../../../platform/auth/permissions.js';
import { StandIns } from '../../../platform/auth/stand-ins.js';
import { Tokens } from '../../../platform/auth/tokens.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { readFields } from '../../../platform/files/form-fields.js';

export const otherSite = refusal('forbidden', 'OTHER_SITE', {
  id: 'Formulir ini datang dari halaman lain.',
  en: 'This form comes from another site.',
});

const COOKIE = 'terbit_reports';
/** Whoever leaves the page open is asked again after that. */
const SESSION_SECONDS = 1800;

/**
 * The session of the page: a token in a cookie that scripts cannot read, that goes to this page alone and never with a request that
 * another site has begun. It opens nothing but reading here: the API looks at no cookie.
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
  async reader(request: FastifyRequest): Promise<Principal | undefined> {
    const token = tokenIn(request.headers.cookie);
    if (!token) return undefined;
    try {
      const { principal, session } = await this.tokens.verify(token);
      if (session !== undefined && (await this.ended.has(principal.agency, session))) return undefined;
      const reader = await this.standIns.extend(principal);
      return mayRead(reader) ? reader : undefined;
    } catch (error) {
      if (error instanceof Refusal && error.kind === 'unauthenticated') return undefined;
      throw error;
    }
  }

  /** Signs in by the form; refused with a wrong password, and for whoever may not read reports. */
  async begin(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    ofThisSite(request);
    const { username, password } = await readFields(request, ['username', 'password']);
    const { accessToken } = await this.passwords.signIn({ username, password }, request.ip);
    const { principal, session } = await this.tokens.verify(accessToken);
    if (!mayRead(await this.standIns.extend(principal))) throw notAllowed();
    const token = await this.tokens.issue(principal, SESSION_SECONDS, session);
    void reply.header('set-cookie', `${COOKIE}=${token}; Max-Age=${SESSION_SECONDS}; ${this.attributes}`);
  }

  end(request: FastifyRequest, reply: FastifyReply): void {
    ofThisSite(request);
    void reply.header('set-cookie', `${COOKIE}=; Max-Age=0; ${this.attributes}`);
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
