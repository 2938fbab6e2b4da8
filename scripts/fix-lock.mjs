/**
 * Completes package-lock.json after an install. A registry mirror may not know the packages of other platforms; npm then leaves
 * them out of the lock without a word, and `npm ci` refuses that lock ("Missing: ... from lock file"). This adds an entry for
 * each, which npm skips on any other platform. Run it after every `npm install` that changed the lock.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = process.argv[2] ?? 'package-lock.json';
const SYSTEMS = ['darwin', 'win32', 'linux', 'android', 'freebsd', 'openharmony', 'sunos', 'aix', 'netbsd', 'openbsd'];
const PROCESSORS = ['arm64', 'x64', 'arm', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32'];

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
let added = 0;
for (const [where, owner] of Object.entries({ ...lock.packages })) {
  for (const [name, range] of Object.entries(owner.optionalDependencies ?? {})) {
    if (placesOf(name, where).some((place) => lock.packages[place])) continue;
    const entry = entryFor(name, range, owner);
    if (!entry) continue;
    lock.packages[`node_modules/${name}`] = entry;
    added++;
  }
}
if (added > 0) {
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(`${added} packages of other platforms added to ${FILE}`);

/** Where Node would look for a package, seen from another: nested first, then with every parent, then at the root. */
function placesOf(name, where) {
  const places = [];
  for (let dir = where; ; dir = dir.slice(0, Math.max(dir.lastIndexOf('/node_modules/'), 0))) {
    places.push(`${dir ? `${dir}/` : ''}node_modules/${name}`);
    if (!dir) return places;
  }
}

function entryFor(name, range, owner) {
  const words = name.split('/').pop().split('-');
  const os = words.find((word) => SYSTEMS.includes(word));
  const cpu = words.find((word) => PROCESSORS.includes(word));
  if (!os && cpu !== 'wasm32') {
    console.warn(`left out, of no known platform: ${name}`);
    return undefined;
  }
  if (os === process.platform && cpu === process.arch) throw new Error(`${name} is for this platform and must be installed`);
  return {
    version: range.replace(/^[\^~]/, ''),
    ...(owner.dev && { dev: true }),
    optional: true,
    ...(cpu && { cpu: [cpu] }),
    ...(os && { os: [os] }),
  };
}
