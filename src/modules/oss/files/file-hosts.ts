import type { Config } from '../../../platform/config/config.js';

type HostConfig = Pick<Config, 'ossBaseUrl' | 'ossFileHosts'>;

/**
 * Why a file is not fetched from there; undefined where it may be. A link in a callback is the word of somebody else: without this
 * list it would send us to any address within the walls. Pure.
 */
export function fileHostProblem(url: string, { ossBaseUrl, ossFileHosts }: HostConfig): string | undefined {
  if (!URL.canParse(url)) return 'it is no address';
  const base = ossBaseUrl && URL.canParse(ossBaseUrl) ? new URL(ossBaseUrl) : undefined;
  const { protocol, host, username, password } = new URL(url);
  if (protocol !== 'https:' && !(protocol === 'http:' && base?.protocol === 'http:')) return `${protocol} is not what OSS is spoken to by`;
  if (username || password) return 'it names a user';
  const allowed = host === base?.host || ossFileHosts.some((one) => (one.startsWith('*.') ? host.endsWith(one.slice(1)) : host === one));
  return allowed ? undefined : `${host.slice(0, 200)} is none of the hosts of OSS (OSS_FILE_HOSTS)`;
}
