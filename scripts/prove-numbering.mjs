/**
 * `npm run prove:numbering -- [numbers] [--clients=64] [--kill-every=4] [--kills=…]`: letters are numbered over HTTP by many clients at once while
 * the service is killed (kill -9) every few seconds. Then the books are read: no number may be missing, none may stand twice, and each
 * letter has the one that its client was told. Exits with 1 when anything is not so.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build, isStale } from './build.mjs';
import { MortalService } from './prove/service.mjs';
import { BOOK, ROWS, SERVICE, writeSops } from './prove/sop.mjs';

const option = (name, otherwise) => {
  const given = process.argv.find((argument) => argument.startsWith(`--${name}=`));
  return given ? Number(given.slice(name.length + 3)) : otherwise;
};
const count = Number(process.argv.slice(2).find((argument) => /^\d+$/.test(argument)) ?? 10_000);
const clients = option('clients', 64);
const killEvery = option('kill-every', 4);
const mostKills = option('kills', Infinity);

let repeated = 0;
const refused = [];

/** Retries one request until it is answered; the idempotency key makes it the same request. */
async function request(service, method, path, token, body) {
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
    ...(token && { authorization: `Bearer ${token}` }),
  };
  for (;;) {
    try {
      const answer = await fetch(service.baseUrl + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
      const json = await answer.json();
      if (answer.ok) return json;
      // 5xx: it was going down, or its database was.
      if (answer.status < 500) {
        refused.push(`${method} ${path}: ${answer.status} ${json.code}`);
        return undefined;
      }
    } catch {
      // The service is down, or stopped during the request.
    }
    repeated++;
    await sleep(250);
  }
}

async function signIn(service) {
  const tokens = {};
  for (const { user } of ROWS) {
    const { accessToken } = await request(service, 'POST', '/v1/auth/token', undefined, { username: user, password: 'terbit' });
    tokens[user] = accessToken;
  }
  return tokens;
}

/** One letter from its application to its number; returns the number that the client received. */
async function oneLetter(service, tokens) {
  const opening = { service: SERVICE, applicant: { name: 'Pemohon Uji' }, form: { purpose: 'Uji' } };
  let application = await request(service, 'POST', '/v1/applications', tokens[ROWS[0].user], opening);
  for (const { user, outcome } of ROWS) {
    const task = application?.openTasks[0]?.id;
    application = task && (await request(service, 'POST', `/v1/tasks/${task}/complete`, tokens[user], { outcome }));
  }
  return application && { id: application.id, number: application.number, status: application.status };
}

async function bookOf(service, token) {
  const lines = [];
  for (let next = ''; next !== null;) {
    const page = await request(service, 'GET', `/v1/books/${BOOK}?limit=200${next && `&after=${next}`}`, token);
    lines.push(...page.items);
    next = page.next;
  }
  return lines;
}

/** Everything that is wrong with the numbers. */
function problemsOf(told, lines) {
  const problems = [...new Set(refused)].slice(0, 5);
  const check = (right, problem) => right || problems.push(problem);
  const each = (numbers, what) => {
    const missing = Array.from({ length: count }, (_, i) => i + 1).filter((n) => !numbers.includes(n));
    check(missing.length === 0, `${missing.length} ${what} are missing, such as ${missing.slice(0, 3).join(', ')}`);
    check(new Set(numbers).size === numbers.length, `${numbers.length - new Set(numbers).size} ${what} stand twice`);
  };
  each(
    lines.map(({ sequence }) => sequence),
    'numbers of the book',
  );
  each(
    told.map(({ number }) => Number(number.slice(-6))),
    'application numbers',
  );
  check(new Set(lines.map(({ number }) => number)).size === lines.length, 'two letters have one number');
  check(new Set(lines.map(({ applicationId }) => applicationId)).size === lines.length, 'one letter has two numbers');
  const known = new Set(told.filter(({ status }) => status === 'granted').map(({ id }) => id));
  const strange = lines.filter(({ applicationId }) => !known.has(applicationId));
  check(strange.length === 0, `${strange.length} lines are of nobody's letter`);
  check(
    known.size === count && lines.length === count,
    `${known.size} letters were granted, ${lines.length} stand in the book, not ${count}`,
  );
  return problems;
}

if (isStale() && !build()) process.exit(1);
const folder = mkdtempSync(join(tmpdir(), 'terbit-numbering-'));
chmodSync(folder, 0o755);
mkdirSync(join(folder, 'data'));
writeSops(join(folder, 'sop'));
const service = await MortalService.start({ DATA_DIR: join(folder, 'data'), SOP_DIR: join(folder, 'sop') });
process.on('exit', () => service.child.kill('SIGKILL'));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
const tokens = await signIn(service);
const told = [];
const began = Date.now();
let begun = 0;
let done = false;

/** However slowly it comes up again: some work is done between one kill and the next. */
async function killing() {
  while (!done && service.kills < mostKills) {
    const before = told.length;
    while (!done && told.length === before) await sleep(50);
    for (const until = Date.now() + killEvery * 1000; !done && Date.now() < until; await sleep(50));
    if (!done) await service.killAndRestart();
  }
}

async function client() {
  while (begun++ < count) {
    const letter = await oneLetter(service, tokens);
    if (letter) told.push(letter);
    if (told.length % 1000 === 0) console.log(`${told.length} numbered, killed ${service.kills} times`);
  }
}

const killer = killing();
await Promise.all(Array.from({ length: clients }, client));
done = true;
await killer;
const seconds = Math.round((Date.now() - began) / 1000);
const lines = await bookOf(service, tokens['uji.umum']);
await service.end('SIGTERM');
rmSync(folder, { recursive: true, force: true });
const problems = problemsOf(told, lines);
console.log(
  `${lines.length} numbers by ${clients} clients in ${seconds} s; killed ${service.kills} times, ${repeated} requests sent again.\n` +
    (problems.length === 0 ? 'None missing, none twice.' : problems.join('\n')),
);
process.exitCode = problems.length === 0 ? 0 : 1;
