import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { Clock } from '../../kernel/clock.js';
import { DAY_MS, dayNumber, offsetsOf } from '../../kernel/local-time.js';
import type { Principal } from '../../kernel/principal.js';
import { refusal, type Problem } from '../../kernel/refusal.js';
import { inputInvalid } from '../../platform/api/problem.js';
import { ReadDatabase } from '../../platform/database/read-database.js';
import type { SopDefinition } from '../../sop/sop-definition.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { caseBatches, eventsOf, lettersOf, tasksOf, type LoggedCase, type LoggedEvent, type LogRange } from './case-batches.js';
import { activityNames, factsOf } from './logged-facts.js';
import { OCEL_BETWEEN, OCEL_END, ocelCase, ocelEvent, ocelHead, ocelLetter, ocelTask } from './ocel.js';
import type { ProcessLogQuery } from './process-log.query.js';
import { XES_END, XES_HEAD, xesEvent, xesTrace } from './xes.js';

export const periodUpsideDown = refusal('invalid', 'PERIOD_UPSIDE_DOWN', {
  id: 'Masa ini berakhir sebelum dimulai.',
  en: 'This period ends before it begins.',
});

const NO_DAY = { id: 'Bukan tanggal yang ada.', en: 'There is no such day.' };

/** The event log of an agency, for process-mining tools: as it is read, in the room of one batch. */
@Injectable()
export class ProcessLogService {
  constructor(
    private readonly database: ReadDatabase,
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
  ) {}

  ocel(principal: Principal, query: ProcessLogQuery): Readable {
    return Readable.from(this.ocelPieces(this.range(principal, query)));
  }

  xes(principal: Principal, query: ProcessLogQuery): Readable {
    return Readable.from(this.xesPieces(this.range(principal, query)));
  }

  /** Events first, then what they are about: the cases are gone through twice, so that neither list has to be kept. */
  private async *ocelPieces(range: LogRange): AsyncGenerator<string> {
    yield ocelHead(activityNames(await this.definitions(range)));
    let first = true;
    const piece = (lines: readonly string[]) => {
      const text = `${first ? '' : ',\n'}${lines.join(',\n')}`;
      first = false;
      return text;
    };
    for await (const { cases, events } of this.batches(range)) {
      const definitions = await this.definitionsOf(range.agency, cases);
      if (events.length > 0) yield piece(events.map((event) => ocelEvent(event, factsOf(event, definitions.get(event.application_id)!))));
    }
    first = true;
    yield OCEL_BETWEEN;
    for await (const cases of caseBatches(this.database, range)) {
      const [tasks, letters] = await Promise.all([
        tasksOf(this.database, range.agency, cases),
        lettersOf(this.database, range.agency, cases),
      ]);
      yield piece([...cases.map(ocelCase), ...tasks.map(ocelTask), ...letters.map(ocelLetter)]);
    }
    yield OCEL_END;
  }

  private async *xesPieces(range: LogRange): AsyncGenerator<string> {
    yield XES_HEAD;
    for await (const { cases, events } of this.batches(range)) {
      const definitions = await this.definitionsOf(range.agency, cases);
      const told = new Map<string, string[]>(cases.map(({ id }) => [id, []]));
      for (const event of events)
        told.get(event.application_id)!.push(xesEvent(event, factsOf(event, definitions.get(event.application_id)!)));
      yield cases.map((one) => xesTrace(one, told.get(one.id)!)).join('');
    }
    yield XES_END;
  }

  private async *batches(range: LogRange): AsyncGenerator<{ cases: readonly LoggedCase[]; events: readonly LoggedEvent[] }> {
    for await (const cases of caseBatches(this.database, range))
      yield { cases, events: await eventsOf(this.database, range.agency, cases) };
  }

  /** The definition that each case began with. */
  private async definitionsOf(agency: string, cases: readonly LoggedCase[]): Promise<Map<string, SopDefinition>> {
    const pairs = cases.map(async ({ id, service, definition }) => {
      const published = await this.registry.version(agency, service, definition);
      return [id, published.definition] as const;
    });
    return new Map(await Promise.all(pairs));
  }

  /** Every version that a case of the log may have begun with. */
  private async definitions({ agency, service }: LogRange): Promise<SopDefinition[]> {
    const published = await this.registry.versions(agency);
    return published.map(({ definition }) => definition).filter(({ code }) => service === null || code === service);
  }

  private range({ agency }: Principal, { from, until, service }: ProcessLogQuery): LogRange {
    const problems: Problem[] = Object.entries({ from, until }).flatMap(([name, day]) =>
      day !== undefined && dayNumber(day) === undefined ? [{ pointer: `/${name}`, detail: NO_DAY }] : [],
    );
    if (problems.length > 0) throw inputInvalid({}, problems);
    if (from !== undefined && until !== undefined && until < from) throw periodUpsideDown();
    if (service !== undefined) this.registry.service(agency, service);
    const midnight = (day: number) => {
      const utc = day * DAY_MS;
      return new Date(utc - offsetsOf(this.registry.agency(agency).timeZone)(utc));
    };
    return {
      agency,
      service: service ?? null,
      from: from === undefined ? new Date(0) : midnight(dayNumber(from)!),
      until: until === undefined ? new Date(this.clock.now().getTime() + DAY_MS) : midnight(dayNumber(until)! + 1),
    };
  }
}
