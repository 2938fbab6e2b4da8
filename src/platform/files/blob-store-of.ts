import { join } from 'node:path';
import type { Config } from '../config/config.js';
import { FolderBlobStore, type BlobStore } from './blob-store.js';
import { S3BlobStore, s3SettingsOf } from './s3-blob-store.js';

/** The store of files by the settings: an S3-compatible one, or a folder. */
export function blobStoreOf(config: Config): BlobStore {
  const settings = s3SettingsOf(config);
  return settings ? new S3BlobStore(settings) : new FolderBlobStore(join(config.dataDir, 'files'));
}
