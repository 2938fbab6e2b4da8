import { seeded } from '../../src/oss-simulator/chance.js';
import { CALL_FAULTS, CALLBACK_FAULTS } from '../../src/oss-simulator/faults.js';
import type { ApplicationView } from '../../src/workflow/application.view.js';
import { ok } from './client.js';
import type { OssTown } from './oss-town.js';
import { until } from './until.js';
import { choices, doStep, STOP, walkOn } from './walk.js';

/** A way through the SOP, and the codes that OSS must receive. */
interface Way {
  readonly codes: readonly string[];
  readonly licences: number;
  walk(town: OssTown, application: ApplicationView): Promise<ApplicationView>;
}

const GRANTED: Way = { codes: ['10', '20', '40', '45', '50'], licences: 1, walk: (town, application) => town.walkBy(application) };

const WAYS: readonly Way[] = [
  GRANTED,
  GRANTED,
  { ...GRANTED, walk: walkRevised },
  { codes: ['10', '20', '40', '93', '90'], licences: 0, walk: (town, application) => town.walkBy(application, { 8: 'denied' }) },
  { codes: ['10', '20', '90'], licences: 0, walk: (town, application) => town.walkBy(application, { 5: 'refuse' }) },
  {
    codes: ['11', '09', '10', '20', '40', '45', '50'],
    licences: 1,
    walk: async (town, application) => town.walkBy(await town.handIn(await doStep(town.service, application, 'incomplete'))),
  },
  {
    codes: ['10', '20', '43', '44', '10', '20', '90'],
    licences: 0,
    walk: async (town, application) => {
      const at5 = (await walkOn(town.service, application, choices({ 5: STOP }))).application;
      return town.walkBy(await town.handIn(await doStep(town.service, at5, 'correct')), { 5: 'refuse' });
    },
  },
];

/** The permit comes back once for better words before it is signed. */
async function walkRevised(town: OssTown, application: ApplicationView): Promise<ApplicationView> {
  const at18 = (await walkOn(town.service, application, choices({ 18: STOP }))).application;
  return town.walkBy(await doStep(town.service, at18, 'revise'));
}

/** What may go wrong by chance; a refusal is an answer, and not a fault that goes by. */
const FAULTS = [...CALL_FAULTS.filter((kind) => kind !== 'refuse'), ...CALLBACK_FAULTS.filter((kind) => kind === 'duplicate')];

/** Walks many cases while calls fail by chance, with OSS down for a while now and then; answers on which both differ in the end. */
export async function proveCases(town: OssTown, cases: number, seed: number, report: (line: string) => void = () => undefined) {
  const chance = seeded(seed);
  const differing: string[] = [];
  let done = 0;
  for (let n = 1; n <= cases; n++) {
    const way = WAYS[Math.floor(chance() * WAYS.length)]!;
    town.oss.faults.clear();
    const { application, idIzin } = await town.apply();
    for (const kind of FAULTS) town.oss.faults.add({ method: '*', kind, probability: 0.01 + chance() * 0.02, delayMs: 30 });
    const ended = await way.walk(town, application);
    const codes = await town.told(ended.id, 30_000);
    town.oss.faults.clear();
    const { issues } = town.oss.memory.licence(idIzin)!;
    const difference = await compared(town, ended.id);
    const agreed = JSON.stringify(codes) === JSON.stringify(way.codes) && issues.length === way.licences && difference === null;
    if (!agreed)
      differing.push(`case ${n} ${idIzin}: ${codes.join(' ')}, wanted ${way.codes.join(' ')}; ${issues.length} licences; ${difference}`);
    done++;
    report(`case ${n}: ${ended.status}, ${codes.join(' ')}${agreed ? '' : '  <- differs'}`);
  }
  const struck = town.oss.memory.calls().filter(({ fault }) => fault !== undefined).length;
  return { cases: done, faults: struck, differing };
}

/** What the service itself finds when it asks OSS. */
async function compared(town: OssTown, application: string): Promise<string | null> {
  const clerk = await town.service.as('backoffice1');
  return until(
    async () => {
      town.service.pass(1);
      ok(await clerk.post('/v1/oss/reconciliation', { application }));
      await new Promise((resolve) => setTimeout(resolve, 100));
      return (await town.state(application)).licence!;
    },
    ({ checkedAt }) => checkedAt !== null,
  ).then(({ difference }) => difference);
}
