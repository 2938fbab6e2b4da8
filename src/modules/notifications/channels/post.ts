import { lookup } from 'node:dns';
import { request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { NotDelivered } from './channel.js';

/** Addresses that must not be called: this machine, private and special networks (RFC 6890). */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24],
  ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24],
  ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const) PRIVATE.addSubnet(network, prefix, 'ipv4'); // prettier-ignore
for (const [network, prefix] of [
  ['::', 96], ['64:ff9b::', 96], ['64:ff9b:1::', 48], ['100::', 64], ['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20],
  ['5f00::', 16], ['fc00::', 7], ['fe80::', 10], ['fec0::', 10], ['ff00::', 8],
] as const) PRIVATE.addSubnet(network, prefix, 'ipv6'); // prettier-ignore

const LARGEST_ANSWER = 64 * 1024;

/** A request to an address that a user entered. */
export interface Letter {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
  /** Whether private addresses may be called. */
  readonly anywhere: boolean;
}

/** Whether an address is within this machine or a private network. */
export function isPrivate(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  return isIP(plain) === 0 || PRIVATE.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Posts JSON and answers the status. Follows no redirect, and calls no private address: every address that the name resolves
 * to is looked at, and the connection goes to one of those that were looked at.
 */
export function post({ url, headers, body, signal, anywhere }: Letter): Promise<number> {
  const target = new URL(url);
  const host = target.hostname.replace(/^\[|\]$/g, '');
  if (!anywhere && isIP(host) !== 0 && isPrivate(host)) return Promise.reject(new NotDelivered(`${host} is a private address`, true));
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), 'user-agent': 'terbit' },
    signal,
    // A new connection: a pooled one was checked for another request.
    agent: false,
    ...(anywhere ? {} : { lookup: publicOnly }),
  };
  return new Promise((resolve, reject) => {
    const request = (target.protocol === 'https:' ? httpsRequest : httpRequest)(target, options, (response) => {
      const done = () => resolve(response.statusCode ?? 0);
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        if ((size += chunk.length) > LARGEST_ANSWER) request.destroy();
      });
      // Only the status counts: an answer that breaks off, or never ends, has been one.
      response.on('end', done).on('close', done).on('error', done);
    });
    request.on('error', reject);
    request.end(body);
  });
}

const publicOnly: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    const bad = addresses.find(({ address }) => isPrivate(address));
    if (bad) return callback(new NotDelivered(`${hostname} is at a private address`, true), []);
    if (options.all) return callback(null, addresses);
    callback(null, addresses[0]!.address, addresses[0]!.family);
  });
};
