import type { ReportScope } from '../report.js';

export const NIL = '00000000-0000-0000-0000-000000000000';
const BEFORE_ALL = '1000-01-01T00:00:00.000Z';

/** The parameters of a statement over days: $1 agency, $2 service or null, $3 and $4 the first and the last day, $5 their zone. */
export function inScope({ agency, service, from, until }: ReportScope): readonly unknown[] {
  return [agency.code, service, from, until, agency.timeZone];
}

/** The condition that a row is of the service asked for, or of any. */
export function ofService(column: string): string {
  return `($2::text is null or ${column} = $2::text)`;
}

/** The condition that a moment lies in the days asked for. */
export function inDays(moment: string): string {
  return `${moment} >= $3::text::timestamp at time zone $5 and ${moment} < ($4::text::timestamp + interval '1 day') at time zone $5`;
}

/** The condition that a date lies in the days asked for: it has no zone. */
export function datedInDays(date: string): string {
  return `${date} between $3::text::date and $4::text::date`;
}

/** Where a list in the order of moments begins; `id`: what comes before all ids. */
export function beginning(id = NIL): readonly string[] {
  return [BEFORE_ALL, id];
}
