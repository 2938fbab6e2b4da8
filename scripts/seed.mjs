/** `npm run seed -- --applications N --seed S`: a history of years for an empty database; see docs/seed.md. */
import { existsSync } from 'node:fs';
import { build, isStale } from './build.mjs';

if (isStale()) {
  console.log('building…');
  if (!build()) process.exit(1);
}
if (existsSync('.env')) process.loadEnvFile('.env');
const { main } = await import('../dist/seed/main.js');
try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error.constructor.name === 'Error' ? error.stack : error.message);
  process.exitCode = 1;
}
process.exit();
