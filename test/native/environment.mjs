/**
 * The environment of whole-service tests. Jest keeps modules per test file; this environment loads the built service (`dist/`) and its
 * frameworks once per worker by Node itself, and hands them to the modules that `transform.mjs` writes in place of the sources.
 */
import { createRequire } from 'node:module';
import { TestEnvironment } from 'jest-environment-node';

const require = createRequire(import.meta.url);

export default class NativeEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.nativeImport = (url) => import(url);
    this.global.nativeRequire = (path) => require(path);
    // The service compares by `instanceof`: what tests pass it must be of its own classes.
    for (const name of ['Date', 'Error', 'TypeError', 'RangeError', 'Map', 'Set', 'Promise', 'RegExp', 'Uint8Array', 'ArrayBuffer'])
      this.global[name] = globalThis[name];
  }
}
