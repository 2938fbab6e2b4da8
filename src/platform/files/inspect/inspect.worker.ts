import { readFile } from 'node:fs/promises';
import { inspectFile, type Verdict } from './inspect-file.js';

/** What a worker thread is asked to inspect. */
export interface FileInspection {
  readonly path: string;
  readonly mediaType: string;
}

/** The function that the pool calls in its threads. */
export default async function inspect({ path, mediaType }: FileInspection): Promise<Verdict> {
  return inspectFile(await readFile(path), mediaType);
}
