import { isIP } from 'node:net';

/** Whether a host is this machine itself: what is sent there, or listens there, is out of reach of any network. */
export function isLoopback(host: string): boolean {
  const address = host.toLowerCase().replace(/^\[|\]$/g, '');
  return address === 'localhost' || address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}
