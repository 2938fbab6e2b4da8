/** `npm start`: builds when there is something new, reads .env when there is one, and runs the service in this process. */
import { existsSync } from 'node:fs';
import { build, isStale } from './build.mjs';

if (isStale()) {
  console.log('building…');
  if (!build()) process.exit(1);
}
if (existsSync('.env')) process.loadEnvFile('.env');

// npm forwards signals, but a `kill -9` of npm cannot be forwarded: without npm nothing would stop this process.
if (process.env.npm_lifecycle_event === 'start') {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGTERM'), 500).unref();
}
await import('../dist/launch.js');
