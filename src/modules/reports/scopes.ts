import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { dayNumber } from '../../kernel/local-time.js';
import type { Principal } from '../../kernel/principal.js';
import type { Problem } from '../../kernel/refusal.js';
import { inputInvalid } from '../../platform/api/problem.js';
import type { Language } from '../../platform/api/request-context.js';
import { dateIn } from '../../platform/numbering/number-format.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import type { ReportQuery } from './report.query.js';
import type { ReportScope } from './report.js';

/** Which days and services a question is about, as far as it says so. */
@Injectable()
export class Scopes {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
  ) {}

  /** This month up to today, unless it says otherwise; refused where it makes no sense. */
  of(principal: Principal, { from, until, service }: ReportQuery, language: Language): ReportScope {
    const agency = this.registry.agency(principal.agency);
    const now = this.clock.now();
    const today = dateIn(now, agency.timeZone);
    refuse(
      Object.entries({ from, until }).flatMap(([name, day]) => (day === undefined || dayNumber(day) !== undefined ? [] : [noDay(name)])),
    );
    const last = until ?? (from !== undefined && from > today ? from : today);
    const first = from ?? `${last.slice(0, 7)}-01`;
    if (first > last) refuse([{ pointer: '/from', detail: UPSIDE_DOWN }]);
    if (service) this.registry.service(agency.code, service);
    const names = new Map(this.registry.services(agency.code).map(({ definition }) => [definition.code, definition.shortName]));
    const short: ReportScope['short'] = (code) => names.get(String(code)) ?? String(code ?? '');
    return { agency, principal, from: first, until: last, service: service || null, language, now, short };
  }
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw inputInvalid({}, problems);
}

function noDay(name: string): Problem {
  return { pointer: `/${name}`, detail: { id: 'Bukan tanggal yang ada.', en: 'There is no such day.' } };
}

const UPSIDE_DOWN = { id: 'Hari pertama sesudah hari terakhir.', en: 'The first day is after the last.' };
