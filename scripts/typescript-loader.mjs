/** Lets Node load the TypeScript sources, compiled by SWC as in tests: `node --import ./scripts/typescript-loader.mjs`. */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
