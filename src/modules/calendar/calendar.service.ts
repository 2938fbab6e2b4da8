import { Injectable } from '@nestjs/common';
import type { CodedProfile } from '../../kernel/changed-calendar.js';
import { isId } from '../../kernel/ids.js';
import type { Principal } from '../../kernel/principal.js';
import { refusal } from '../../kernel/refusal.js';
import type { ApiCommand } from '../../platform/api/command-of.js';
import { Commands } from '../../platform/idempotency/commands.js';
import { Calendars, type CalendarEdit, type CalendarState, type KeptChange } from '../../workflow/calendars.js';
import { Deadlines } from '../../workflow/deadlines.js';
import { CalendarProposals, editOf } from '../../workflow/calendar-proposals.js';
import { dayOf, daysOf, mustBeDate, mustBeProfileCode, mustWork, profileOf } from './calendar-input.js';
import { proposalDecided, proposalNotFound, secondPersonNeeded, sourceNeeded } from './calendar-refusals.js';
import { calendarView, changeView, dayView, proposalView } from './calendar-shape.js';
import type { CalendarChangeView, CalendarDayChangeView, CalendarProposalView, CalendarView } from './calendar.view.js';
import type { ChangeDayInput, ChangeProfileInput, ConfirmInput, ImportDaysInput } from './change-day.input.js';

export const dayNotFound = refusal('not-found', 'CALENDAR_DAY_NOT_FOUND', {
  id: 'Pada {date} tidak ada hari khusus dalam kalender ini.',
  en: 'There is no exceptional day on {date} in this calendar.',
});
export const profileNotFound = refusal('not-found', 'CALENDAR_PROFILE_NOT_FOUND', {
  id: 'Profil "{code}" tidak ada dalam kalender ini; yang ada: {known}.',
  en: 'There is no profile "{code}" in this calendar; there are: {known}.',
});

/** Limit of one answer; the rest is read page by page. */
const TOLD = 1000;

interface Wanted {
  readonly edit: (now: CalendarState) => CalendarEdit;
  /** The decree or announcement that says so; a change of time that has passed needs one. */
  readonly source?: string | undefined;
  /** Where in the input the hours stand. */
  readonly hours?: string;
}

interface Kept {
  readonly version: number;
  readonly changes: readonly KeptChange[];
  /** The proposal that a second person has to approve first. */
  readonly proposal?: string;
}

/** Reads and changes the working calendar of an agency. */
@Injectable()
export class CalendarService {
  constructor(
    private readonly calendars: Calendars,
    private readonly deadlines: Deadlines,
    private readonly commands: Commands,
    private readonly proposals: CalendarProposals,
  ) {}

  async read({ agency }: Principal): Promise<CalendarView> {
    return calendarView(agency, await this.calendars.refresh(agency));
  }

  async changeDay(command: ApiCommand, date: string, input: ChangeDayInput): Promise<CalendarDayChangeView> {
    mustBeDate(date);
    const day = dayOf(input);
    return this.ofDay(command, date, { edit: () => ({ days: new Map([[date, day]]) }), source: input.source });
  }

  async takeBackDay(command: ApiCommand, date: string): Promise<CalendarDayChangeView> {
    mustBeDate(date);
    return this.ofDay(command, date, { edit: () => ({ days: new Map([[date, undefined]]) }) });
  }

  async confirmDay(command: ApiCommand, date: string, { source }: ConfirmInput): Promise<CalendarDayChangeView> {
    mustBeDate(date);
    const edit = ({ calendar }: CalendarState): CalendarEdit => {
      const day = calendar.days[date];
      if (!day) throw dayNotFound({ date });
      return { days: new Map([[date, { ...day, ...(source && { source }), confirmed: true }]]) };
    };
    return this.ofDay(command, date, { edit });
  }

  /** One change, one recompute, one answer. */
  async importDays(command: ApiCommand, input: ImportDaysInput): Promise<CalendarChangeView> {
    const days = daysOf(input.days);
    return this.answer(command, await this.apply(command, { edit: () => ({ days }), hours: '/days', source: sourceOf(input.days) }));
  }

  async changeProfile(command: ApiCommand, code: string, input: ChangeProfileInput): Promise<CalendarChangeView> {
    mustBeProfileCode(code);
    const profile = profileOf(code, input);
    const edit = () => ({ profiles: new Map([[code, profile]]) });
    return this.answer(command, await this.apply(command, { edit, hours: '/week', source: input.source }));
  }

  async takeBackProfile(command: ApiCommand, code: string): Promise<CalendarChangeView> {
    mustBeProfileCode(code);
    const edit = (now: CalendarState): CalendarEdit => {
      existing(now, code);
      return { profiles: new Map([[code, undefined]]) };
    };
    return this.answer(command, await this.apply(command, { edit }));
  }

  async confirmProfile(command: ApiCommand, code: string, { source }: ConfirmInput): Promise<CalendarChangeView> {
    mustBeProfileCode(code);
    const edit = (now: CalendarState): CalendarEdit => ({
      profiles: new Map([[code, { ...existing(now, code), ...(source && { source }), confirmed: true }]]),
    });
    return this.answer(command, await this.apply(command, { edit }));
  }

  /** What changes the hours of today or of the past waits for a second person: time counts by the calendar that it passed under. */
  private async apply(command: ApiCommand, { edit, hours = '', source }: Wanted): Promise<Kept> {
    const { principal: actor, version } = command;
    const { agency } = actor;
    return this.commands.run(command, async (tx) => {
      const check = (before: CalendarState, after: CalendarState) => mustWork(before, after, hours);
      const planned = await this.calendars.preview(tx, agency, version, edit);
      const date = this.proposals.passedDate(agency, planned.before, planned.after);
      if (date === undefined) return this.calendars.change(tx, { agency, actor, version, edit, check });
      check(planned.before, planned.after);
      if (!source) throw sourceNeeded(date);
      const { id } = await this.proposals.propose(tx, { agency, actor, source, date, edit: planned.edit });
      return { version: planned.before.version, changes: [], proposal: id };
    });
  }

  /** Applies a proposal that a user other than the proposer has approved. */
  async decide(command: ApiCommand, id: string, decision: 'approved' | 'rejected'): Promise<CalendarProposalView> {
    const { principal: actor } = command;
    const { agency } = actor;
    if (!isId(id)) throw proposalNotFound();
    const decided = await this.commands.run(command, async (tx) => {
      const proposal = await this.proposals.lock(tx, agency, id);
      if (!proposal) throw proposalNotFound();
      if (proposal.decision !== null) throw proposalDecided();
      if (decision === 'rejected') return this.proposals.decide(tx, proposal, actor, decision, null);
      if (proposal.proposed_by === actor.id) throw secondPersonNeeded();
      const check = (before: CalendarState, after: CalendarState) => mustWork(before, after, '');
      const { version } = await this.calendars.change(tx, { agency, actor, edit: () => editOf(proposal), check });
      return this.proposals.decide(tx, proposal, actor, decision, version);
    });
    if (decided.decision === 'approved') {
      await this.calendars.refresh(agency);
      await this.deadlines.recompute(agency);
    }
    return proposalView(decided);
  }

  /** The change is there by itself; then the deadlines, batch by batch: a crash in between leaves them to a worker. */
  private async answer({ principal: { agency } }: ApiCommand, { version, changes, proposal }: Kept): Promise<CalendarChangeView> {
    if (proposal !== undefined) return { version, changes: [], moved: 0, tasks: [], complete: true, proposal };
    await this.calendars.refresh(agency);
    const complete = await this.deadlines.recompute(agency);
    const [moved, tasks] = await Promise.all([this.deadlines.howManyMoved(agency, version), this.deadlines.moved(agency, version, TOLD)]);
    return { version, changes: changes.map(changeView), moved, tasks, complete, proposal: null };
  }

  private async ofDay(command: ApiCommand, date: string, wanted: Wanted): Promise<CalendarDayChangeView> {
    const kept = await this.apply(command, wanted);
    const answer = await this.answer(command, kept);
    const day = (await this.calendars.refresh(command.principal.agency)).calendar.days[date];
    return { date, day: day ? dayView(day) : null, ...answer };
  }
}

/** The source of an import is that of its days; one without leaves the whole without. */
function sourceOf(days: unknown): string | undefined {
  const sources = (days as readonly { readonly source?: unknown }[]).map(({ source }) => source);
  if (!sources.every((source): source is string => typeof source === 'string' && source !== '')) return undefined;
  return [...new Set(sources)].join('; ').slice(0, 1000);
}

function existing({ calendar }: CalendarState, code: string): CodedProfile {
  const found = calendar.profiles.find((profile) => profile.code === code);
  if (!found)
    throw profileNotFound({
      code,
      known: calendar.profiles
        .map((profile) => profile.code)
        .join(', ')
        .slice(0, 500),
    });
  return found;
}
