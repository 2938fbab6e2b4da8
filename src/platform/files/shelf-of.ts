import { join } from 'node:path';
import type { Config } from '../config/config.js';
import { FolderShelf, type FileShelf } from './file-shelf.js';
import { S3Shelf, s3SettingsOf } from './s3-shelf.js';

/** The store of files by the settings: an S3-compatible one, or a folder. */
export function shelfOf(config: Config): FileShelf {
  const settings = s3SettingsOf(config);
  return settings ? new S3Shelf(settings) : new FolderShelf(join(config.dataDir, 'files'));
}
