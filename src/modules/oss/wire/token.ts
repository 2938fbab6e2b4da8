import { createHash, timingSafeEqual } from 'node:crypto';
import { DAY_MS } from '../../../kernel/local-time.js';
import { OSS_ZONE, wallDate } from './wall-time.js';

/** What OSS and an agency have agreed upon out of band. */
export interface OssAccount {
  readonly username: string;
  readonly password: string;
}

/** Which day a token was made on, seen from Jakarta. */
export type TokenDay = 'today' | 'yesterday' | 'tomorrow';

const DAYS: readonly (readonly [TokenDay, number])[] = [
  ['today', 0],
  ['yesterday', -1],
  ['tomorrow', 1],
];

/** The `Token` of a call from OSS: SHA1(USERNAME + PASSWORD + NIB + YYYYMMDD). SHA-1 is theirs, and stays in here. */
export function ossToken({ username, password }: OssAccount, nib: string, at: Date): string {
  const day = wallDate(at, OSS_ZONE).replaceAll('-', '');
  return createHash('sha1').update(`${username}${password}${nib}${day}`).digest('hex');
}

/**
 * Whether a token is right, and of which day: the zone of its date is documented nowhere, so the day before and after are
 * right as well. All three are compared, each in constant time: how long it takes says nothing.
 */
export function matchToken(token: string | undefined, account: OssAccount, nib: string, now: Date): TokenDay | undefined {
  const given = digestOf(token?.trim().toLowerCase() ?? '');
  const matches = DAYS.filter(([, days]) =>
    timingSafeEqual(given, digestOf(ossToken(account, nib, new Date(now.getTime() + days * DAY_MS)))),
  );
  return matches[0]?.[0];
}

/** The token of a call: its own header first, then what some send as a bearer. Names of headers are in small letters here. */
export function tokenOf(headers: Readonly<Record<string, string | readonly string[] | undefined>>, header = 'token'): string | undefined {
  const own = headers[header.toLowerCase()];
  if (typeof own === 'string' && own.trim() !== '') return own.trim();
  const { authorization } = headers;
  return typeof authorization === 'string' ? /^Bearer\s+(\S+)\s*$/i.exec(authorization)?.[1] : undefined;
}

/** Equally long, whatever was sent. */
function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
