import { isLoopback } from './loopback.js';
import type { Environment } from './variable.js';

/** Values of NODE_ENV that mean something. Any other counts as production, and is named at start. */
export const KNOWN_ENVIRONMENTS: readonly string[] = ['production', 'development', 'test'];
const OPEN = ['development', 'test'];

/** Whether a service with these settings is one to try out: on this machine alone, and not meant for production. */
export function isTrial(env: Environment): boolean {
  const name = env['NODE_ENV']?.trim();
  return isLoopback(env['HOST']?.trim() || '127.0.0.1') && (!name || OPEN.includes(name));
}

/** Whether demo users are asked for, or come by themselves. */
export function isDemo(env: Environment): boolean {
  const demo = env['DEMO']?.trim();
  return demo ? demo === 'true' : isTrial(env);
}
