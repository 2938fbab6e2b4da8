import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import { refusal } from '../../kernel/refusal.js';
import { aNumber, anId, decodeCursor, encodeCursor, pageOf, type Page } from '../../platform/api/paging.js';
import type { PageQuery } from '../../platform/api/page-query.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import { CalendarProposals } from '../../workflow/calendar-proposals.js';
import type { KeptChange } from '../../workflow/calendars.js';
import { Deadlines } from '../../workflow/deadlines.js';
import { changeView, proposalView } from './calendar-shape.js';
import type { CalendarHistoryView, CalendarProposalView, MovedTaskView } from './calendar.view.js';

export const calendarVersionNotFound = refusal('not-found', 'CALENDAR_VERSION_NOT_FOUND', {
  id: 'Tidak ada perubahan kalender dengan versi "{version}".',
  en: 'There is no change of the calendar with version "{version}".',
});

const CHANGES = 'calendar-changes';
const PROPOSALS = 'calendar-proposals';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const TASKS = 'calendar-moves';
const MOST_VERSION = 2_147_483_647;

const LIST = statement(
  'calendar.changes',
  `select version, at, actor_id, actor_name, changes,
          (select count(*)::int from calendar_moves moved where moved.agency = change.agency and moved.version = change.version) as moved
     from calendar_changes change where agency = $1 and version < $2 order by version desc limit $3`,
);
const KNOWN = statement('calendar.change-known', `select version from calendar_changes where agency = $1 and version = $2`);

/** What has been changed in a calendar, by whom, and what moved with it; never changed, never deleted. */
@Injectable()
export class CalendarHistory {
  constructor(
    private readonly database: Database,
    private readonly deadlines: Deadlines,
    private readonly proposals: CalendarProposals,
  ) {}

  /** The newest first. */
  async list({ agency }: Principal, { limit, after }: PageQuery): Promise<Page<CalendarHistoryView>> {
    const before = after === undefined ? MOST_VERSION : Number(decodeCursor(CHANGES, after, [aNumber])[0]);
    const rows = await this.database.run<ChangeRow>(LIST, [agency, before, limit + 1]);
    return pageOf(rows, limit, view, (row) => encodeCursor(CHANGES, [String(row.version)]));
  }

  /** Changes of passed time that were proposed, the newest first. */
  async proposed({ agency }: Principal, { limit, after }: PageQuery): Promise<Page<CalendarProposalView>> {
    const before = after === undefined ? LAST_ID : decodeCursor(PROPOSALS, after, [anId])[0]!;
    const rows = await this.proposals.list(agency, before, limit + 1);
    return pageOf(rows, limit, proposalView, (row) => encodeCursor(PROPOSALS, [row.id]));
  }

  /** The tasks whose deadlines moved with one change. */
  async tasks({ agency }: Principal, version: string, { limit, after }: PageQuery): Promise<Page<MovedTaskView>> {
    const known = /^\d{1,9}$/.test(version) && (await this.database.run(KNOWN, [agency, Number(version)])).length > 0;
    if (!known) throw calendarVersionNotFound({ version: version.slice(0, 40) });
    const last = after === undefined ? undefined : decodeCursor(TASKS, after, [anId])[0];
    const rows = await this.deadlines.moved(agency, Number(version), limit + 1, last);
    return pageOf(
      rows,
      limit,
      (row) => row,
      (row) => encodeCursor(TASKS, [row.id]),
    );
  }
}

interface ChangeRow {
  readonly version: number;
  readonly at: Date;
  readonly actor_id: string;
  readonly actor_name: string;
  readonly changes: readonly KeptChange[];
  readonly moved: number;
}

function view({ version, at, actor_id, actor_name, changes, moved }: ChangeRow): CalendarHistoryView {
  return { version, at: at.toISOString(), actorId: actor_id, actorName: actor_name, changes: changes.map(changeView), moved };
}
