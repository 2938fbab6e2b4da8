import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { isIP } from 'node:net';
import { requestOf } from '../api/request-context.js';

/** Whom limits count for, where nobody has signed in: an IPv4 address, or the /64 network of an IPv6 address, which is what one customer gets. */
export type CallerAddress = string & { readonly __callerAddress: true };

export function callerAddress(ip: string | undefined): CallerAddress {
  const address = (ip ?? '').replace(/%.*$/, '');
  const mapped = /^::ffff:(?:0:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped as CallerAddress;
  if (isIP(address) !== 6) return address.slice(0, 45) as CallerAddress;
  const groups = groupsOf(address);
  // The same address written in hexadecimal.
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return [groups[6]! >> 8, groups[6]! & 255, groups[7]! >> 8, groups[7]! & 255].join('.') as CallerAddress;
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64` as CallerAddress;
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  const dotted = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const [a, b, c, d] = dotted ? dotted.slice(1).map(Number) : [];
  const plain = dotted ? address.slice(0, dotted.index) + `${((a! << 8) | b!).toString(16)}:${((c! << 8) | d!).toString(16)}` : address;
  const [head = '', tail] = plain.split('::');
  const read = (part: string) =>
    part
      .split(':')
      .filter(Boolean)
      .map((group) => parseInt(group, 16));
  const [before, after] = [read(head), read(tail ?? '')];
  return tail === undefined ? before : [...before, ...Array<number>(Math.max(8 - before.length - after.length, 0)).fill(0), ...after];
}

/** The address of whoever asks, by either transport; behind trusted proxies, the one that they name. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): CallerAddress => callerAddress(requestOf(context).ip));
