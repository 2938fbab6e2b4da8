import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** A file of a service, by its folder. */
export interface DataFile {
  readonly place: string;
  readonly mode: number;
  readonly bytes: Buffer;
}

/** Every file below a data directory. */
export function filesIn(dataDir: string): DataFile[] {
  const all = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return all.map(({ parentPath, name }) => {
    const path = join(parentPath, name);
    const [folder] = relative(dataDir, path).split(sep);
    return { place: `file ${folder}`, mode: statSync(path).mode & 0o777, bytes: readFileSync(path) };
  });
}
