import type { OssCallRow } from '../oss-call.entity.js';

/** Headers that curl sets by itself, and those of the connection. */
const OF_THE_WIRE = new Set([
  'host',
  'content-length',
  'connection',
  'accept-encoding',
  'accept',
  'user-agent',
  'transfer-encoding',
  'keep-alive',
]);
const HIDDEN = '***';

/** A call as a line for a terminal: secrets are shell variables, which whoever may know them sets. */
export function curlOf({ url, direction, request, request_headers: headers }: OssCallRow, publicUrl: string): string {
  const address = direction === 'in' ? `${publicUrl.replace(/\/$/, '')}${url}` : url;
  const parts = Object.entries(headers as Readonly<Record<string, string>>)
    .filter(([name]) => !OF_THE_WIRE.has(name.toLowerCase()))
    .map(([name, value]) =>
      value.includes(HIDDEN) ? `-H "${name.replace(/[^\w-]/g, '')}: $${variable(name)}"` : `-H ${quoted(`${name}: ${value}`)}`,
    );
  return ['curl -X POST', quoted(address), ...parts, `--data-raw ${quoted(request)}`].join(' ');
}

function variable(header: string): string {
  return `OSS_${header.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll(`'`, `'\\''`)}'`;
}
