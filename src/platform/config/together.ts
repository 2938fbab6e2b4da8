import { isIP } from 'node:net';
import type { Environment } from './variable.js';

interface Settings {
  readonly demo: boolean;
  readonly host: string;
  readonly oidcIssuer: string | undefined;
  readonly tokenTtlSeconds: number;
  readonly refreshTtlSeconds: number;
  readonly sessionMaxSeconds: number;
}

/** What single settings do not show: those that must not stand together. */
export function refusedTogether(config: Settings, env: Environment): string[] {
  const problems: string[] = [];
  const demo = config.demo && config.oidcIssuer === undefined;
  if (demo && env['NODE_ENV'] === 'production' && !isLoopback(config.host))
    problems.push(
      'DEMO must be false where NODE_ENV is production and HOST is open to a network: the password of demo users is known to all',
    );
  if (config.refreshTtlSeconds < config.tokenTtlSeconds) problems.push('REFRESH_TTL_SECONDS must not be less than TOKEN_TTL_SECONDS');
  if (config.sessionMaxSeconds < config.tokenTtlSeconds) problems.push('SESSION_MAX_SECONDS must not be less than TOKEN_TTL_SECONDS');
  return problems;
}

function isLoopback(host: string): boolean {
  const address = host.toLowerCase().replace(/^\[|\]$/g, '');
  return address === 'localhost' || address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}
