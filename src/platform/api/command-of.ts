import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { refusal } from '../../kernel/refusal.js';
import type { CommandRequest } from '../idempotency/commands.js';
import { fieldOf, requestOf, type ApiRequest } from './request-context.js';

export const headerInvalid = refusal('malformed', 'HEADER_INVALID', {
  id: 'Kepala "{header}" tidak sah: {rule}.',
  en: 'The header "{header}" is not valid: {rule}.',
});

/** A request to change something, with the version of the application that the client has seen. */
export interface ApiCommand extends CommandRequest {
  readonly version?: number | undefined;
}

/** Reads who asks, `Idempotency-Key` and `If-Match`; for both doors. */
export const Command = createParamDecorator((_: unknown, context: ExecutionContext): ApiCommand => {
  const request = requestOf(context);
  const key = idempotencyKey(request.headers['idempotency-key']);
  const version = versionOf(request.headers['if-match']);
  return { principal: request.principal!, key, version, fingerprint: key === undefined ? '' : fingerprintOf(request, fieldOf(context)) };
});

/** One GraphQL request may hold several commands: one key is for one of them. */
function fingerprintOf({ method, url, body }: ApiRequest, field = ''): string {
  return createHash('sha256')
    .update(`${method} ${url} ${field}\n${JSON.stringify(body ?? null)}`)
    .digest('hex');
}

function idempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(header))
    throw headerInvalid({ header: 'Idempotency-Key', rule: '1-255 ASCII, no spaces' });
  return header;
}

/** The ETag of an application is its version; `*` means whichever. */
function versionOf(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const version = /^\s*(?:W\/)?"?(\d{1,9})"?\s*$/.exec(header)?.[1];
  if (version === undefined) throw headerInvalid({ header: 'If-Match', rule: '"<version>"' });
  return Number(version);
}
