import type { Config } from '../../../platform/config/config.js';
import type { OssMethod } from '../wire/methods.js';

/** How OSS, or the hub before it, is reached. */
export interface OssConnection {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly userKey?: string | undefined;
  readonly userKeyHeader: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Paths below the base, where they are not the names of the methods. */
  readonly methodPaths: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

type OssConfig = Pick<Config, 'ossBaseUrl' | 'ossUserKey' | 'ossUserKeyHeader' | 'ossHeaders' | 'ossMethodPaths' | 'ossTimeoutMs'>;

/** The connection that the settings describe; none where OSS is worked by hand only. */
export function ossConnection(config: OssConfig): OssConnection | undefined {
  if (!config.ossBaseUrl) return undefined;
  return {
    baseUrl: config.ossBaseUrl.replace(/\/+$/, ''),
    userKey: config.ossUserKey,
    userKeyHeader: config.ossUserKeyHeader,
    headers: config.ossHeaders,
    methodPaths: config.ossMethodPaths,
    timeoutMs: config.ossTimeoutMs,
  };
}

/** Where a method is. */
export function methodUrl({ baseUrl, methodPaths }: OssConnection, method: OssMethod): string {
  const path = Object.hasOwn(methodPaths, method) ? methodPaths[method]! : method;
  return `${baseUrl}/${path.replace(/^\/+/, '')}`;
}
