import type { Chance } from './chance.js';

/** Values by header, good ones and others; each is sent now and then. */
const HEADERS: Readonly<Record<string, readonly string[]>> = {
  'idempotency-key': ['one', 'two', 'a b', '', 'x'.repeat(300), '"quoted"', "' or 1=1", '\u00ff'],
  'if-match': ['"1"', '"2"', '"3"', '*', 'x', 'W/"1"', '"1", "2"', '"-1"', '"99999999999999999999"', ''],
  'accept-language': ['en', 'id', '*', ';;q=', 'en;q=abc', 'x'.repeat(2000)],
  accept: ['application/json', 'text/html', '*/*', 'text/csv', ';', 'x', 'application/json;q=0'],
  'accept-encoding': ['gzip', 'br;q=1', 'x', ''],
  'x-request-id': ['abc', 'x'.repeat(500), '../..', '\u00ff'],
  range: ['bytes=0-1', 'bytes=5-1', 'x'],
  'if-none-match': ['*', '"1"'],
  'last-event-id': ['1', 'x', '99999999999999999999'],
  origin: ['https://evil.example', 'null', 'x'],
  'x-forwarded-for': ['10.0.0.1', "' or 1=1", 'x'],
  'x-http-method-override': ['DELETE'],
  expect: ['100-continue'],
};

/** Headers that would stop most requests at the door: sent seldom. */
const HEAVY: readonly (readonly [string, string])[] = [
  ['content-encoding', 'gzip'],
  ['content-encoding', 'x'],
  ['authorization', 'Bearer x'],
  ['authorization', 'Basic eDp4'],
  ['authorization', 'Bearer'],
  ['authorization', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'],
  ['authorization', `Bearer ${'x'.repeat(5000)}`],
];

/** Some headers for one request. */
export function headersFor(chance: Chance): Record<string, string> {
  const names = chance.some(Object.keys(HEADERS), 9);
  const headers = Object.fromEntries(names.map((name) => [name, chance.pick(HEADERS[name]!)]));
  if (!chance.once(30)) return headers;
  const [name, value] = chance.pick(HEAVY);
  return { ...headers, [name]: value };
}
