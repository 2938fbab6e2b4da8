import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { WalkedService } from './service.js';

/** A request as it can be sent again, to the byte. */
export interface Request {
  readonly user: string;
  readonly method: string;
  readonly path: string;
  readonly body?: string | Buffer;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly json: unknown;
}

interface User {
  readonly agency: string;
  readonly id: string;
  readonly name: string;
  readonly roles: unknown;
  session: string;
}

const STEP_SECONDS = 600;
/** How long a request is sent again until somebody answers it. */
const PATIENCE_MS = 180_000;

/** Requests of several users over HTTP. Whoever is cut off sends the same again: with its key it is the same request. */
export class Http {
  repeated = 0;
  sent = 0;
  now = 0;
  private readonly users = new Map<string, User>();
  private readonly tokens = new Map<string, string>();
  private key: Buffer | undefined;

  constructor(
    private readonly service: WalkedService,
    private readonly database: pg.Pool,
  ) {}

  /** Everybody who has an account is signed in: a session straight from the database, as hashing passwords would be most of the walk. */
  async signIn(): Promise<void> {
    this.key = Buffer.from(await this.service.key(), 'base64');
    const { rows } = await this.database.query<User & { username: string }>('select agency, id, username, name, roles from users');
    for (const { username, ...user } of rows) if (!this.users.has(username)) await this.signInAgain(username, user);
  }

  async signInAgain(username: string, known?: Omit<User, 'session'>): Promise<void> {
    const user = { ...(known ?? this.users.get(username)!), session: randomUUID() };
    const sql = `insert into sessions (agency, id, user_id, started_at, expires_at) values ($1, $2, $3, '2000-01-01', '2100-01-01')`;
    await this.database.query(sql, [user.agency, user.session, user.id]);
    this.users.set(username, user);
    this.tokens.clear();
  }

  idOf(username: string): string {
    return this.users.get(username)!.id;
  }

  setTime(now: number): void {
    this.now = now;
    this.tokens.clear();
  }

  async send({ user, method, path, body, type = 'application/json', headers = {} }: Request): Promise<Answer> {
    this.sent++;
    for (const end = Date.now() + PATIENCE_MS; ; this.repeated++) {
      try {
        const response = await fetch(this.service.url + path, {
          method,
          headers: { ...this.bearer(user), ...(body !== undefined && { 'content-type': type }), ...headers },
          ...(body !== undefined && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
        });
        const text = await response.text();
        return {
          status: response.status,
          text,
          json: /[/+]json\b/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined,
        };
      } catch (error) {
        // Nobody there, or gone in the middle of it.
        if (Date.now() > end) throw new Error(`no answer to ${method} ${path}\n${this.service.output}`, { cause: error });
        await sleep(20);
        await this.service.ready();
      }
    }
  }

  async get<T>(user: string, path: string): Promise<T> {
    const answer = await this.send({ user, method: 'GET', path });
    if (answer.status !== 200) throw new Error(`GET ${path} as ${user}: ${answer.status} ${answer.text}`);
    return answer.json as T;
  }

  private bearer(user: string): Record<string, string> {
    if (user === '') return {};
    let token = this.tokens.get(user);
    if (!token) this.tokens.set(user, (token = this.token(this.users.get(user)!)));
    return { authorization: `Bearer ${token}` };
  }

  private token({ agency, id, name, roles, session }: User): string {
    const iat = Math.floor(this.now / 1000 / STEP_SECONDS) * STEP_SECONDS;
    const claims = { agency, name, roles, sid: session, iss: 'terbit', aud: 'terbit', sub: id, iat, exp: iat + 2 * STEP_SECONDS };
    const text = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${text}.${createHmac('sha256', this.key!).update(text).digest('base64url')}`;
  }
}
