import { Logger } from '@nestjs/common';
import { AwsClient } from 'aws4fetch';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { refusal } from '../../kernel/refusal.js';
import type { Config } from '../config/config.js';
import { StartProblem } from '../config/start-problem.js';
import type { BlobStore } from './blob-store.js';

/** An S3-compatible store, as any provider or MinIO speaks it. */
export interface S3Settings {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const TIMEOUT_MS = 30_000;

export const storageAway = refusal('unavailable', 'STORAGE_AWAY', {
  id: 'Penyimpanan berkas tidak dapat dihubungi; coba lagi sebentar lagi.',
  en: 'The store of files cannot be reached; try again in a moment.',
});

/** The settings of S3_*, all of them or none; undefined for none. */
export function s3SettingsOf(
  config: Pick<Config, 's3Endpoint' | 's3Region' | 's3Bucket' | 's3AccessKeyId' | 's3SecretAccessKey'>,
): S3Settings | undefined {
  const {
    s3Endpoint: endpoint,
    s3Bucket: bucket,
    s3Region: region,
    s3AccessKeyId: accessKeyId,
    s3SecretAccessKey: secretAccessKey,
  } = config;
  if (!endpoint && !bucket && !accessKeyId && !secretAccessKey) return undefined;
  if (!endpoint || !bucket || !accessKeyId || !secretAccessKey)
    throw new StartProblem('S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY go together: set all of them, or none.');
  return { endpoint, region, bucket, accessKeyId, secretAccessKey };
}

/** Files as objects of one bucket, by path-style addresses, which every store understands. */
export class S3BlobStore implements BlobStore {
  private readonly logger = new Logger('Files');
  private readonly client: AwsClient;
  private readonly base: string;

  constructor({ endpoint, region, bucket, accessKeyId, secretAccessKey }: S3Settings) {
    this.client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 3 });
    this.base = `${endpoint.replace(/\/+$/, '')}/${encodeURIComponent(bucket)}`;
  }

  /** A file of uploads' size, in one request: an object is there whole or not at all. */
  async put(path: string, name: string): Promise<void> {
    const body = await readFile(path);
    await this.send('PUT', name, { body, headers: { 'content-type': 'application/octet-stream' } });
  }

  async get(name: string): Promise<Readable> {
    const { body } = await this.send('GET', name);
    return body ? Readable.fromWeb(body) : Readable.from([]);
  }

  async remove(name: string): Promise<void> {
    await this.send('DELETE', name, {}, [404]);
  }

  private async send(method: string, name: string, init: RequestInit = {}, fine: readonly number[] = []): Promise<Response> {
    const url = `${this.base}/${name}`;
    const response = await this.client.fetch(url, { ...init, method, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: Error) => {
      this.logger.error(`S3 ${method} ${name}: ${error.cause instanceof Error ? error.cause.message : error.message}`);
      throw storageAway();
    });
    if (response.ok || fine.includes(response.status)) return response;
    const said = /<Code>(\w+)<\/Code>/.exec(await response.text().catch(() => ''))?.[1];
    this.logger.error(`S3 ${method} ${name}: ${response.status} ${said ?? ''}`);
    throw storageAway();
  }
}
