/**
 * `npm run demo`: both SOPs from submission to hand-over, by HTTP alone, as each role in turn. Exits with 1 when anything is not
 * as the SOP says. BASE_URL says where the service is, DEMO_PASSWORD how its demo users sign in (preset: terbit).
 */
import { CASES, SOPS } from './demo/cases.mjs';
import { checkEnded, checkService } from './demo/checks.mjs';
import { Unreachable } from './demo/client.mjs';
import { signIn } from './demo/office.mjs';
import { printHeading, printRow } from './demo/print.mjs';
import { walk } from './demo/walk.mjs';

const baseUrl = (process.env.BASE_URL || 'http://localhost:3000').replace(/\/+$/, '');
const problems = [];
const rowsDone = new Map(Object.keys(SOPS).map((code) => [code, new Set()]));
let checks = 0;
let steps = 0;

/** Works on one part; what is not right is noted with its place, and the rest goes on: one run shows all of it. */
async function within(place, work) {
  const check = (right, problem) => {
    checks++;
    if (!right) problems.push(`${place}: ${problem}`);
  };
  try {
    return await work(check);
  } catch (error) {
    if (error instanceof Unreachable) throw error;
    problems.push(`${place}: ${error.message}`);
    return undefined;
  }
}

/** The services by code, with what is wrong with them noted. */
async function readServices({ client }) {
  const services = new Map();
  for (const [code, expected] of Object.entries(SOPS)) {
    await within(code, async (check) => {
      const service = await client.get(`/v1/services/${code}`);
      services.set(code, service);
      await checkService(client, service, expected, check);
    });
  }
  return services;
}

async function runCase(office, service, plan) {
  console.log(`\n${plan.title}\n${service.name}, ${service.sopNumber}`);
  printHeading();
  await within(plan.title, async (check) => {
    const walked = await walk(office, service, plan, check, ({ row, outcome, turned }) => {
      steps++;
      rowsDone.get(service.code).add(row.no);
      const { no, activity, roles, standardTime, output } = row;
      printRow([no, activity, roles[0], standardTime, output, outcome.key + (turned ? ` → ${outcome.leadsTo}` : '')]);
    });
    const letter = await checkEnded(office, walked, plan, check);
    const { number, status, receiptNumber } = walked.application;
    console.log(`Application ${number} is ${status}; letter ${letter}, receipt ${receiptNumber}.`);
  });
}

async function demo() {
  const office = await signIn(baseUrl);
  const services = await readServices(office.performer('applicant'));
  for (const plan of CASES) {
    const service = services.get(plan.service);
    if (service) await runCase(office, service, plan);
  }
  for (const [code, { rows }] of Object.entries(SOPS)) {
    const count = rowsDone.get(code).size;
    await within(code, (check) => check(count === rows, `${count} of its ${rows} rows were done`));
  }
}

try {
  await demo();
} catch (error) {
  const silent = steps === 0 ? 'no Terbit answers at' : 'no answer any more from';
  problems.push(
    error instanceof Unreachable ? `${silent} ${baseUrl} (${error.message}): npm start runs one, BASE_URL says where it is` : error.message,
  );
}
if (steps === 0 && problems.length === 1) {
  console.error(`Nothing was done: ${problems[0]}.`);
} else if (problems.length > 0) {
  console.error(`\n${problems.length} of ${checks} checks failed:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
} else {
  console.log(`\nAll as the SOPs say: ${CASES.length} cases, ${steps} rows done, ${checks} checks.`);
}
process.exitCode = problems.length > 0 ? 1 : 0;
