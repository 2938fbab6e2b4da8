import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Booted } from './boot.js';
import { PDF } from './client.js';

/** A request as an attacker sends it: nothing is corrected on the way. */
export interface Sent {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'HEAD' | 'OPTIONS';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string | Buffer;
  /** User name; unauthenticated without it. */
  readonly as?: string;
}

export interface Refused {
  readonly status: number;
  readonly type: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly body: {
    readonly code?: string;
    readonly detail?: string;
    readonly status?: number;
    readonly errors?: readonly { readonly pointer: string }[];
  };
}

export async function send(service: Booted, { method, url, headers = {}, payload, as }: Sent): Promise<Refused> {
  const token = as && (await service.as(as)).token;
  const response = await service.app.inject({
    method,
    url,
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
    ...(payload !== undefined && { payload }),
  });
  const type = String(response.headers['content-type'] ?? '');
  const body: Refused['body'] = type.includes('json') && response.body !== '' ? response.json() : {};
  return { status: response.statusCode, type, headers: response.headers, text: response.body, body };
}

export const json = (value: unknown): Pick<Sent, 'headers' | 'payload'> => ({
  headers: { 'content-type': 'application/json' },
  payload: typeof value === 'string' ? value : JSON.stringify(value),
});

/** What must never stand in an answer: stacks, statements, paths and names of what is inside. */
export const INSIDE =
  /node_modules|\n\s+at |\.js:\d|\.ts:\d|select .* from|insert into|QueryFailedError|relation "|syntax for type|postgres:\/\//;

/** That an answer refuses as the contract says. */
export function expectProblem(answer: Refused, status: number, code: string, pointers?: readonly string[]): void {
  expect({ status: answer.status, code: answer.body.code, text: answer.text }).toMatchObject({ status, code });
  expect(answer.type).toBe('application/problem+json; charset=utf-8');
  expect(answer.body.status).toBe(status);
  expect(answer.body.detail).toMatch(/^["A-Z].*\.$/s);
  expect(answer.text).not.toMatch(INSIDE);
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
  if (status === 401) expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
  if (pointers) expect([...new Set(answer.body.errors?.map(({ pointer }) => pointer))]).toEqual(pointers);
}

const TABLES = [
  'applications',
  'application_forms',
  'tasks',
  'events',
  'documents',
  'idempotency_keys',
  'book_counters',
  'book_entries',
  'receipts',
];

/** Everything a refused request could have left behind: rows, numbers taken, files. Reminders come by themselves and do not count. */
export async function traces(service: Booted): Promise<Record<string, unknown>> {
  const of = (table: string) => (table === 'events' ? `events where actor_id <> 'system'` : table);
  const counts = TABLES.map((table) => `(select count(*)::int from ${of(table)}) as ${table}`).join(', ');
  const [rows] = await service.sql(`select ${counts}, (select coalesce(sum(last), 0)::int from book_counters) as numbers`);
  return { ...rows, files: files(join(service.dataDir, 'files')) };
}

function files(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
}

export type Row = readonly [what: string, sent: () => Sent, status: number, code: string, pointers?: readonly string[]];

/** Every row is refused as it says, and together they leave nothing behind. */
export function refuses(service: () => Booted, rows: readonly Row[]): void {
  describe('refuses', () => {
    let before: Record<string, unknown>;
    beforeAll(async () => void (before = await traces(service())));
    for (const [what, sent, status, code, pointers] of rows) {
      test(what, async () => expectProblem(await send(service(), sent()), status, code, pointers));
    }
    test('and keeps nothing of it', async () => expect(await traces(service())).toEqual(before));
  });
}

export const get = (url: string, as?: string, headers?: Sent['headers']) => (): Sent => ({
  method: 'GET',
  url,
  ...(as && { as }),
  ...(headers && { headers }),
});

export const post =
  (url: string, body: unknown, as = 'pemohon') =>
  (): Sent => ({ method: 'POST', url, as, ...json(body) });

export const saying = (sent: () => Sent, headers: Readonly<Record<string, string>>) => (): Sent => ({
  ...sent(),
  headers: { ...sent().headers, ...headers },
});

/** An id that nothing has. */
export const NOBODY = '00000000-0000-7000-8000-000000000000';

/** One part of a form; `head` instead of a name writes its headers as they are. */
export interface Part {
  readonly name?: string;
  readonly fileName?: string;
  readonly type?: string;
  readonly head?: string;
  readonly data: string | Buffer;
}

export const BOUNDARY = 'hostile-boundary';

export function form(parts: readonly Part[], end = `--${BOUNDARY}--\r\n`): Buffer {
  return Buffer.concat([
    ...parts.flatMap((part) => [Buffer.from(headOf(part)), Buffer.from(part.data), Buffer.from('\r\n')]),
    Buffer.from(end),
  ]);
}

function headOf({ name = '', fileName, type, head }: Part): string {
  const file = fileName === undefined ? '' : `; filename="${fileName}"`;
  const lines = head ?? `content-disposition: form-data; name="${name}"${file}\r\n${type ? `content-type: ${type}\r\n` : ''}`;
  return `--${BOUNDARY}\r\n${lines}\r\n`;
}

export const requirement = (code = 'ktp'): Part => ({ name: 'requirement', data: code });

export const file = (more: Partial<Part> = {}): Part => ({
  name: 'file',
  fileName: 'ktp.pdf',
  type: 'application/pdf',
  data: PDF,
  ...more,
});
