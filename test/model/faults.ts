import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Finding } from './finding.js';
import type { Weights } from './plan.js';
import { sopFolder } from './sops.js';
import { Walk } from './walk.js';

/** A fault as a replacement in a file of the build; its anchor stands there exactly once. */
export interface Fault {
  readonly name: string;
  readonly about: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** What has to happen more often for it to show soon. */
  readonly weights?: Partial<Weights>;
  /** In place of the usual Monday in November. */
  readonly start?: string;
}

/** Faults that a walk has to find. Each is planted into a copy of the build, never into the build itself. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'holiday-forgotten',
    about: 'deadlines are off by one holiday (25 December)',
    file: 'kernel/working-days.js',
    from: '        if (exception)\n',
    to: `        if (exception && day !== ${Date.parse('2026-12-25') / 86_400_000})\n`,
    start: '2026-12-22T09:00:00+07:00',
  },
  {
    name: 'version-kept',
    about: 'the version of a case is not incremented when a task is claimed',
    file: 'workflow/case-writer.js',
    from: '            status: state.status,\n            version,\n',
    to: "            status: state.status,\n            version: event.type === 'claimed' ? row.version : version,\n",
    weights: { claim: 30 },
  },
  {
    name: 'replay-recomputed',
    about: 'a repeated request is worked out again instead of answered from memory',
    file: 'platform/idempotency/commands.js',
    from: '                await tx.run(REMEMBER, [',
    to: '                if (request === undefined) await tx.run(REMEMBER, [',
    weights: { replay: 20 },
  },
  {
    name: 'number-skipped',
    about: 'each third number of a book is skipped',
    file: 'platform/numbering/numbering.js',
    from: '     on conflict (agency, book, year) do update set last = book_counters.last + 1,',
    to: '     on conflict (agency, book, year) do update set last = book_counters.last + case book_counters.last % 3 when 2 then 2 else 1 end,',
  },
  {
    name: 'page-loses-line',
    about: 'a list loses a line at the end of a page',
    file: 'platform/api/paging.js',
    from: 'items: shown.map(view), next:',
    to: 'items: (rows.length > limit && limit > 5 ? shown.slice(0, -1) : shown).map(view), next:',
  },
  {
    name: 'section-ignored',
    about: 'a back office does the tasks of another section',
    file: 'sop/acting.js',
    from: ': holds(principal, task.role, task.section);',
    to: ': holds(principal, task.role);',
    weights: { wrong: 40 },
  },
  {
    name: 'claim-survives',
    about: 'a claim survives the account of its holder',
    file: 'workflow/ended-claims.js',
    from: '    async endAll(stopping) {\n',
    to: '    async endAll(stopping) {\n        if (this.registry) return 0;\n',
    weights: { claim: 40, office: 0.6 },
  },
  {
    name: 'dated-by-entry',
    about: 'an inserted number is dated by its entry',
    file: 'modules/letters/number.activity.js',
    from: 'dated: beside.dated };',
    to: 'dated: dayOf(place) };',
    weights: { insert: 0.9, days: 0.4, wrong: 2, otherWay: 1 },
  },
  {
    name: 'workload-by-row',
    about: 'the report of the workload counts what lies at the counter to the applicant',
    file: 'modules/reports/kinds/open-tasks.js',
    from: 'coalesce(task.desk, task.role) as role',
    to: 'task.role as role',
  },
  {
    name: 'notice-twice',
    about: 'a mail goes out twice, the second time under another Message-ID',
    file: 'modules/notifications/channels/email.channel.js',
    from: "            await keep(join(this.config.dataDir, 'outbox'),",
    to: "            await keep(join(this.config.dataDir, 'outbox'), `2026-01-01-${notice.id}x.eml`, { ...mail, messageId: `<${notice.id}x@localhost>` }),\n                await keep(join(this.config.dataDir, 'outbox'),",
  },
  {
    name: 'law-starts-again',
    about: 'the clock of the law runs again when a letter is corrected',
    file: 'sop/statutory.js',
    from: '    if (run.final)\n        return run;\n',
    to: '',
    weights: { correct: 200, wrong: 2, otherWay: 0, document: 1, days: 0.02 },
  },
  {
    name: 'void-forgets-replaced',
    about: 'a voided number leaves the letter that it had replaced without effect',
    file: 'modules/letters/letter-statements.js',
    from: 'set replaced_by = null, status = ${STATUS_BEFORE}',
    to: 'set status = old.status',
    weights: { correct: 200, void: 90, revoke: 0, wrong: 2, otherWay: 0, document: 1 },
  },
];

/** Where a walk for a fault runs. */
export interface FaultRun {
  readonly root: string;
  readonly folder: string;
  readonly database: () => Promise<string>;
  readonly seed: number;
}

const MOST_COMMANDS = 2500;
const CLIENTS = 8;

/** The file with the fault in it; throws where the anchor is not to be found, so that no fault goes stale unnoticed. */
export function withFault(fault: Fault, root: string): string {
  const text = readFileSync(join(root, 'dist', fault.file), 'utf8');
  if (text.split(fault.from).length !== 2) throw new Error(`the anchor of the fault "${fault.name}" does not stand once in ${fault.file}`);
  return text.replace(fault.from, () => fault.to);
}

/** A copy of the build with a fault in it. */
function plant(fault: Fault, root: string, dist: string): void {
  const text = withFault(fault, root);
  cpSync(join(root, 'dist'), dist, { recursive: true });
  writeFileSync(join(dist, fault.file), text);
}

/** Walks beside a build with a fault until it is found; answers by what, and undefined where it was not. */
export async function findFault(fault: Fault, { root, folder, database, seed }: FaultRun): Promise<string | undefined> {
  const place = join(folder, fault.name);
  const [dist, dataDir] = [join(place, 'dist'), join(place, 'data')];
  mkdirSync(dataDir, { recursive: true });
  plant(fault, root, dist);
  const { weights, start } = fault;
  const options = { dist, databaseUrl: await database(), dataDir, sopDir: sopFolder(root, place), seed, kills: 0, clients: CLIENTS };
  try {
    await new Walk({ ...options, ops: MOST_COMMANDS, checkOften: true, ...(weights && { weights }), ...(start && { start }) }).run();
    return undefined;
  } catch (error) {
    if (error instanceof Finding) return error.message.split('\n', 1)[0]!;
    throw error;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
