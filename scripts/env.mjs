/** `write` makes .env.example from the table of variables; `check` fails when the file is not what it would write. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { envExample } from '../dist/platform/config/env-example.js';

const file = join(import.meta.dirname, '../.env.example');
if (process.argv[2] === 'write') {
  writeFileSync(file, envExample());
} else if (readFileSync(file, 'utf8') !== envExample()) {
  console.error('.env.example is not up to date: npm run env:write');
  process.exitCode = 1;
}
