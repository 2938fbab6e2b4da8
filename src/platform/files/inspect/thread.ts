import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** How a worker thread is started. */
export interface ThreadStart {
  readonly filename: string;
  readonly execArgv?: string[];
}

const LOADER = new URL('../../../../scripts/typescript-loader.mjs', import.meta.url);

/** The built file; where the service runs from its sources, the source by way of the loader that compiles it. */
export function threadOf(built: URL): ThreadStart {
  if (existsSync(built)) return { filename: fileURLToPath(built) };
  return { filename: fileURLToPath(built).replace(/\.js$/, '.ts'), execArgv: ['--no-warnings', '--import', LOADER.href] };
}
