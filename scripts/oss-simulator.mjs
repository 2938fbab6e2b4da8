/** `npm run oss:simulator`: builds when there is something new, reads .env when there is one, and plays the part of OSS. */
import { existsSync } from 'node:fs';
import { build, isStale } from './build.mjs';

if (isStale()) {
  console.log('building…');
  if (!build()) process.exit(1);
}
if (existsSync('.env')) process.loadEnvFile('.env');
await import('../dist/oss-simulator/main.js');
