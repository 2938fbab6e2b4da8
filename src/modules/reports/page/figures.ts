import { Injectable } from '@nestjs/common';
import { APPLICANT } from '../../../kernel/principal.js';
import { ReadDatabase } from '../../../platform/database/read-database.js';
import { statement } from '../../../platform/database/tx.js';
import { dateIn } from '../../../platform/numbering/number-format.js';
import { rate } from '../kinds/measures.js';
import { monthsOf } from '../kinds/months.js';
import { StatutoryReport } from '../kinds/statutory-report.js';
import type { Line, ReportScope } from '../report.js';

/** The five figures of the day. */
export interface Figures {
  readonly open: number;
  readonly overdue: number;
  readonly finishedToday: number;
  readonly finishedInPeriod: number;
  /** Of the steps that the office has finished in the period, in percent. */
  readonly onTime: number | null;
  readonly statutory: number;
  readonly statutoryPassed: number;
}

interface Row {
  readonly open: number;
  readonly overdue: number;
  readonly today: number;
  readonly period: number;
  readonly n: number;
  readonly on_time: number;
}

const FIGURES = statement(
  'report.figures',
  `select (select count(*)::integer from applications where agency = $1 and status = 'open' and ($2::text is null or service = $2::text)) as open,
          (select count(*)::integer from tasks
            where agency = $1 and status = 'open' and ($2::text is null or service = $2::text)
              and coalesce(due_at, 'infinity'::timestamptz) < $3) as overdue,
          (select coalesce(sum(n), 0)::integer from case_days
            where agency = $1 and day = $4::text::date and ending <> 'withdrawn' and ($2::text is null or service = $2::text)) as today,
          (select coalesce(sum(n), 0)::integer from case_days
            where agency = $1 and day between $5::text::date and $6::text::date and ending <> 'withdrawn'
              and ($2::text is null or service = $2::text)) as period,
          visits.n, visits.on_time
     from (select coalesce(sum(n), 0)::integer as n, coalesce(sum(on_time), 0)::integer as on_time from step_days
            where agency = $1 and day between $5::text::date and $6::text::date and role <> $7 and ($2::text is null or service = $2::text)) visits`,
);

/** Rates alone, without the times behind them: a year is read in a moment. */
const RATES = statement(
  'report.month-rates',
  `select month.name as month, steps.n, steps.on_time, cases.n as cases, cases.on_time as cases_on_time
     from unnest($3::text[]) as month (name)
     left join (select to_char(day, 'YYYY-MM') as name, sum(n)::integer as n, sum(on_time)::integer as on_time from step_days
                 where agency = $1 and day between $4::text::date and $5::text::date and role <> $6 and ($2::text is null or service = $2::text)
                 group by 1) steps using (name)
     left join (select to_char(day, 'YYYY-MM') as name, sum(n)::integer as n, sum(on_time)::integer as on_time from case_days
                 where agency = $1 and day between $4::text::date and $5::text::date and ending <> 'withdrawn' and ($2::text is null or service = $2::text)
                 group by 1) cases using (name)
    order by month.name`,
);

interface RatesRow {
  readonly month: string;
  readonly n: number | null;
  readonly on_time: number | null;
  readonly cases: number | null;
  readonly cases_on_time: number | null;
}

@Injectable()
export class FiguresOfTheDay {
  constructor(
    private readonly database: ReadDatabase,
    private readonly statutory: StatutoryReport,
  ) {}

  async of(scope: ReportScope): Promise<Figures> {
    const { agency, service, now, from, until } = scope;
    const params = [agency.code, service, now, dateIn(now, agency.timeZone), from, until, APPLICANT];
    const [row] = await this.database.read<Row & Record<string, unknown>>(FIGURES, params);
    const { open, overdue, today, period, n, on_time: onTime } = row!;
    const pressing = await this.statutory.lines(scope);
    return {
      ...{ open, overdue, finishedToday: today, finishedInPeriod: period, onTime: rate(onTime, n) },
      statutory: pressing.length,
      statutoryPassed: pressing.filter((line) => line['risk'] === 'passed').length,
    };
  }

  /** How much was in time, month by month: lines as the report of service times has them. */
  async trend(scope: ReportScope): Promise<Line[]> {
    const { agency, service, from, until } = scope;
    const params = [agency.code, service, monthsOf(scope), from, until, APPLICANT];
    const rows = await this.database.read<RatesRow & Record<string, unknown>>(RATES, params);
    return rows.map(({ month, n, on_time: onTime, cases, cases_on_time: casesOnTime }) => {
      return { month, onTime: rate(onTime ?? 0, n ?? 0), casesOnTime: rate(casesOnTime ?? 0, cases ?? 0) };
    });
  }
}
