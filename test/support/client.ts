import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import type { Principal } from '../../src/kernel/principal.js';
import type { ApplicationView } from '../../src/workflow/application.view.js';
import { tokensOf } from './tokens.js';

export type Headers = Readonly<Record<string, string>>;

/** What came back over HTTP. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly text: string;
  /** The bytes, for what is no text. */
  readonly raw: Buffer;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Problem details, as every refusal answers them. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  readonly application?: ApplicationView;
}

/** A page of a list. */
export interface PageOf<T> {
  readonly items: T[];
  readonly next: string | null;
}

interface GraphqlAnswer<T> {
  readonly data: T | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: Problem }[];
}

/** A file as a browser would send it. */
export interface Upload {
  readonly requirement: string;
  readonly fileName?: string;
  readonly type?: string;
  readonly bytes: Buffer;
}

/** A small PDF, by content. */
export const PDF = Buffer.from('%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n');

/** One grey pixel, whole to the byte. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
/** A frame of one pixel and a scan, as far as its segments go. */
export const JPEG = Buffer.from('ffd8ffc0000b080001000101011100ffda0008010100003f0012ffd9', 'hex');

/** The answer of a request that must have worked. */
export function ok<T>(answer: Answer<T>): T {
  if (answer.status >= 400) throw new Error(`answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

/** Users of one service, signed in once each. */
export class Client {
  private readonly sessions = new Map<string, Promise<Session>>();

  constructor(private readonly app: NestFastifyApplication) {}

  as(username: string): Promise<Session> {
    const known = this.sessions.get(username) ?? this.signedIn(username);
    this.sessions.set(username, known);
    return known;
  }

  /** A new session of a user whose earlier one has ended. */
  again(username: string): Promise<Session> {
    this.sessions.delete(username);
    return this.as(username);
  }

  /** An unauthenticated caller. */
  anonymous(): Session {
    return new Session(this.app, undefined);
  }

  /** A token straight from the issuer: hashing a password each time would be most of what the tests do. */
  private async signedIn(username: string): Promise<Session> {
    const [user] = await this.app
      .get(DataSource)
      .query<Principal[]>('select agency, id, name, roles from users where username = $1', [username]);
    if (!user) throw new Error(`no user ${username}`);
    const principal: Principal = { ...user, kind: 'person' };
    return new Session(this.app, await tokensOf(this.app, principal), principal);
  }
}

/** One user's requests. */
export class Session {
  constructor(
    private readonly app: NestFastifyApplication,
    private readonly tokens: string | (() => string) | undefined,
    readonly principal?: Principal,
  ) {}

  /** An access token that holds now: tests move the clock by days and years without a new sign-in. */
  get token(): string | undefined {
    return typeof this.tokens === 'function' ? this.tokens() : this.tokens;
  }

  get<T = unknown>(url: string, headers: Headers = {}): Promise<Answer<T>> {
    return this.send<T>('GET', url, undefined, headers);
  }

  post<T = unknown>(url: string, body: object = {}, headers: Headers = {}): Promise<Answer<T>> {
    return this.send<T>('POST', url, { headers: { 'content-type': 'application/json' }, payload: JSON.stringify(body) }, headers);
  }

  put<T = unknown>(url: string, body: object, headers: Headers = {}): Promise<Answer<T>> {
    return this.send<T>('PUT', url, { headers: { 'content-type': 'application/json' }, payload: JSON.stringify(body) }, headers);
  }

  delete<T = unknown>(url: string, headers: Headers = {}): Promise<Answer<T>> {
    return this.send<T>('DELETE', url, undefined, headers);
  }

  complete(task: string, outcome: string, input: object = {}, headers: Headers = {}): Promise<Answer<ApplicationView & Problem>> {
    return this.post(`/v1/tasks/${task}/complete`, { outcome, input }, headers);
  }

  upload<T = unknown>(url: string, file: Upload, headers: Headers = {}): Promise<Answer<T>> {
    const boundary = '----terbit-test';
    const part = (name: string, more: string) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n`;
    const type = file.type ?? 'application/pdf';
    const payload = Buffer.concat([
      Buffer.from(`${part('requirement', '')}${file.requirement}\r\n`),
      Buffer.from(part('file', `; filename="${file.fileName ?? 'berkas.pdf'}"\r\ncontent-type: ${type}`)),
      file.bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    return this.send<T>('POST', url, { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, payload }, headers);
  }

  /** A body of any kind, as it is. */
  postRaw<T = unknown>(url: string, type: string, payload: string | Buffer, headers: Headers = {}): Promise<Answer<T>> {
    return this.send<T>('POST', url, { headers: { 'content-type': type }, payload }, headers);
  }

  graphql<T>(query: string, variables: object = {}, headers: Headers = {}): Promise<Answer<GraphqlAnswer<T>>> {
    return this.post('/graphql', { query, variables }, headers);
  }

  /** The data of a GraphQL request that must have worked. */
  async query<T>(query: string, variables: object = {}): Promise<T> {
    const { body, text } = await this.graphql<T>(query, variables);
    if (!body.data || body.errors) throw new Error(text);
    return body.data;
  }

  private async send<T>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    content: { readonly headers: Headers; readonly payload: string | Buffer } | undefined,
    headers: Headers,
  ): Promise<Answer<T>> {
    const { token } = this;
    const bearer: Headers = token ? { authorization: `Bearer ${token}` } : {};
    const response = await this.app.inject({
      method,
      url,
      headers: { ...bearer, ...content?.headers, ...headers },
      ...(content && { payload: content.payload }),
    });
    const isJson = /[/+]json\b/.test(String(response.headers['content-type']));
    return {
      status: response.statusCode,
      body: (isJson ? response.json() : undefined) as T,
      text: response.body,
      raw: response.rawPayload,
      headers: response.headers,
    };
  }
}
