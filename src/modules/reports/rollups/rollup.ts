import { plus, type WorkingAmount } from '../../../kernel/duration.js';
import { APPLICANT } from '../../../kernel/principal.js';
import { dateIn } from '../../../platform/numbering/number-format.js';
import { leftOf } from '../../../sop/case-clock.js';
import type { CaseEvent } from '../../../sop/case-events.js';
import { stepOf } from '../../../sop/definition-lookup.js';
import type { Ending, SopDefinition } from '../../../sop/sop-definition.js';
import { standardTotals, type StandardTotal } from '../../../sop/standard-totals.js';
import type { EventContext } from './event-context.js';
import { detourOf, type DetourRow } from './detour.js';

interface Sum {
  n: number;
  on_time: number;
  used_ms: number;
  readonly used: number[];
}

/** The finished visits of one step on one day, by one person. */
export interface StepDay extends Sum {
  readonly agency: string;
  readonly day: string;
  readonly service: string;
  readonly definition: string;
  readonly step: number;
  readonly role: string;
  readonly section: string;
  /** Empty for the applicant, whom no report names. */
  readonly person: string;
  readonly name: string;
}

/** The cases that came to one ending on one day; a case that was corrected afterwards counts once. */
export interface CaseDay extends Sum {
  readonly agency: string;
  readonly day: string;
  readonly service: string;
  readonly definition: string;
  readonly ending: Ending;
}

/** Shares of days are sums of doubles. */
const NOISE = 1e-9;
const MINUTE_MS = 60_000;

/** What events add to the reports, summed up. Pure: in whatever portions events are given to it, the sums come out the same. */
export class Rollup {
  private readonly steps = new Map<string, StepDay>();
  private readonly cases = new Map<string, CaseDay>();
  private readonly turned: DetourRow[] = [];

  get stepDays(): StepDay[] {
    return [...this.steps.values()];
  }

  get caseDays(): CaseDay[] {
    return [...this.cases.values()];
  }

  get turns(): readonly DetourRow[] {
    return this.turned;
  }

  add(context: EventContext): void {
    this.visit(context);
    this.closing(context);
    const turn = detourOf(context);
    if (turn) this.turned.push(turn);
  }

  /** Time with an applicant to whom the case was sent back is nobody's: that task has no standard. */
  private visit({ agency, sha256, definition, zone, event, opened }: EventContext): void {
    if (event.type !== 'completed' || !opened?.left) return;
    const { at, step: no, used, actor } = event;
    const step = stepOf(definition, no);
    const inDays = step.standardTime.unit === 'day';
    const onTime = inDays ? used.days <= opened.left.days + NOISE : used.ms <= opened.left.ms;
    const own = opened.role === APPLICANT ? { person: '', name: '' } : { person: actor.id, name: actor.name };
    const key = { agency, day: dateIn(new Date(at), zone), service: definition.code, definition: sha256, step: no, role: opened.role };
    const row: StepDay = { ...key, section: opened.section ?? '', ...own, ...none() };
    const text = [row.agency, row.day, row.service, row.definition, no, row.role, row.section, row.person].join('\n');
    count(kept(this.steps, text, row), onTime, used.ms, thousandths(inDays ? used.days : used.ms / MINUTE_MS));
  }

  private closing({ agency, sha256, definition, zone, event, usedBefore, corrected }: EventContext): void {
    const ended = endingOf(event);
    if (!ended || corrected) return;
    const used = ended.used.reduce(plus, usedBefore);
    const standard = totalsOf(definition)[ended.ending];
    const onTime = ended.ending !== 'withdrawn' && (!standard || leftOf(standard, used).ms >= 0);
    const row: CaseDay = {
      ...{ agency, day: dateIn(new Date(event.at), zone), service: definition.code, definition: sha256, ending: ended.ending },
      ...none(),
    };
    const text = [row.agency, row.day, row.service, row.definition, row.ending].join('\n');
    count(kept(this.cases, text, row), onTime, used.ms, thousandths(used.ms / MINUTE_MS));
  }
}

/** How an event ends its case, and the time of the visits that end with it; null for one that does not. */
export function endingOf(event: CaseEvent): { readonly ending: Ending; readonly used: readonly WorkingAmount[] } | null {
  if (event.type === 'withdrawn') return { ending: 'withdrawn', used: Object.values(event.used ?? {}) };
  return event.type === 'completed' && event.ending ? { ending: event.ending, used: [event.used] } : null;
}

/** As `Math.round` does; times are kept in thousandths of their unit, which is finer than anything is told in. */
export function thousandths(amount: number): number {
  return Math.min(2 ** 31 - 1, Math.max(0, Math.round(amount * 1000)));
}

function none(): Sum {
  return { n: 0, on_time: 0, used_ms: 0, used: [] };
}

function kept<Row extends Sum>(rows: Map<string, Row>, key: string, fresh: Row): Row {
  const row = rows.get(key) ?? fresh;
  rows.set(key, row);
  return row;
}

function count(sum: Sum, onTime: boolean, ms: number, used: number): void {
  sum.n++;
  if (onTime) sum.on_time++;
  sum.used_ms += Math.round(ms);
  sum.used.push(used);
}

const TOTALS = new WeakMap<SopDefinition, Readonly<Partial<Record<Ending, StandardTotal>>>>();

/** The standard time of each ending; of a definition that never changes it is added up once. */
export function totalsOf(definition: SopDefinition): Readonly<Partial<Record<Ending, StandardTotal>>> {
  let totals = TOTALS.get(definition);
  if (!totals) TOTALS.set(definition, (totals = standardTotals(definition)));
  return totals;
}
