import type { IncomingHttpHeaders } from 'node:http';
import { newId } from '../../kernel/ids.js';

/** What may come from outside into logs and answers: nothing that could be read as anything else. */
const SAFE = /^[A-Za-z0-9][A-Za-z0-9_-]{7,63}$/;

/** The id that the caller has given a request, so that one trace goes through all systems; or one of our own. */
export function requestId(headers: IncomingHttpHeaders, now: Date): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && SAFE.test(given) ? given : newId(now);
}
