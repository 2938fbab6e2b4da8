import { readFile } from 'node:fs/promises';
import { inspectFile, type Verdict } from './inspect-file.js';

/** What a worker thread is asked to inspect. */
export interface Inspection {
  readonly path: string;
  readonly mediaType: string;
}

/** The function that the pool calls in its threads. */
export default async function inspect({ path, mediaType }: Inspection): Promise<Verdict> {
  return inspectFile(await readFile(path), mediaType);
}
