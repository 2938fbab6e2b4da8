import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { withoutNik } from '../../kernel/mask.js';
import { newId } from '../../kernel/ids.js';
import { DAY_MS, dayNumber, offsetsOf } from '../../kernel/local-time.js';
import { APPLICANT, type HeldRole, type Principal } from '../../kernel/principal.js';
import type { Sentence } from '../../kernel/refusal.js';
import type { ApiCommand } from '../../platform/api/command-of.js';
import { anId, decodeCursor, encodeCursor, pageOf, type Page } from '../../platform/api/paging.js';
import type { PageQuery } from '../../platform/api/page-query.js';
import { inputInvalid } from '../../platform/api/problem.js';
import { Audit } from '../../platform/audit/audit.js';
import type { KnownPerson } from '../../platform/auth/known-people.js';
import { permitted } from '../../platform/auth/permissions.js';
import { StandInRow } from '../../platform/auth/stand-in.entity.js';
import { AgencyRoles } from '../../platform/auth/agency-roles.js';
import { NOT_DELEGABLE, StandIns, VACANT } from '../../platform/auth/stand-ins.js';
import { Database } from '../../platform/database/database.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import { Commands } from '../../platform/idempotency/commands.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { ENDED_CLAIMS_JOB } from '../../workflow/ended-claims.js';
import { Deputies } from './deputies.js';
import { NO_SUCH_ROLE, WRONG_SECTION } from './identity-refusals.js';
import * as refuse from './stand-in-refusals.js';
import type { StandInInput } from './stand-in.input.js';
import { standInView, type StandInView } from './stand-in.view.js';

const LONGEST_MS = 366 * DAY_MS;
const LIST = 'stand-ins';

const LOCK = statement('stand-in.lock', `select pg_advisory_xact_lock(7261003, hashtext($1))`);
const OVERLAPPING = statement(
  'stand-in.overlapping',
  `select * from stand_ins
    where agency = $1 and (holder_id = any($2) or deputy_id = $5) and ended_at is null
      and starts_at < $4 and ends_at > $3`,
);
const NAME = statement(
  'stand-in.name',
  `insert into stand_ins (agency, id, role, section, kind, holder_id, holder_name, deputy_id, deputy_name, reason, starts_at, ends_at, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning *`,
);
const HOLDER = statement(
  'stand-in.holder',
  `select 1 from users where agency = $1 and disabled_at is null and roles @> $2::jsonb
    union all select 1 from known_people where agency = $1 and roles @> $2::jsonb limit 1`,
);
const END = statement(
  'stand-in.end',
  `update stand_ins set ended_at = $3, ended_by = $4 where agency = $1 and id = $2 and ended_at is null and ends_at > $3 returning *`,
  ENDED_CLAIMS_JOB,
);

/** A role, and who holds it. */
interface Seat {
  readonly held: HeldRole;
  readonly holder: { readonly id: string; readonly name: string };
}

type Clash = Pick<Seat, 'holder'> & { readonly agency: string };

interface Period {
  readonly from: Date;
  readonly until: Date;
}

/** Acting officials: the holder of a role names a deputy for a period. */
@Injectable()
export class StandInsService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly standIns: StandIns,
    private readonly deputies: Deputies,
    private readonly registry: DefinitionRegistry,
    private readonly roles: AgencyRoles,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Those of the caller, as holder or as stand-in, the newest first; an administrator sees all of the agency. */
  async list(principal: Principal, { limit, after }: PageQuery): Promise<Page<StandInView>> {
    const [before] = after === undefined ? [] : decodeCursor(LIST, after, [anId]);
    const query = this.database.source.manager
      .createQueryBuilder(StandInRow, 'period')
      .where('period.agency = :agency', { agency: principal.agency })
      .orderBy('period.id', 'DESC')
      .limit(limit + 1);
    if (!permitted(principal, 'stand-ins.manage'))
      query.andWhere('(period.holder_id = :me or period.deputy_id = :me)', { me: principal.id });
    if (before) query.andWhere('period.id < :before', { before });
    const now = this.clock.now();
    return pageOf(
      await query.getMany(),
      limit,
      (row) => standInView(row, now),
      (row) => encodeCursor(LIST, [row.id]),
    );
  }

  async name(command: ApiCommand, input: StandInInput): Promise<StandInView> {
    const { principal } = command;
    if (input.role === NOT_DELEGABLE) throw refuse.notDelegable({ role: input.role });
    const seat = this.seat(principal, input);
    const { held, holder } = seat;
    const period = this.period(principal.agency, input);
    const deputy = await this.deputy(principal, held, input.user);
    const view = await this.commands.run(command, async (tx) => {
      // One agency names one after the other: no two periods of a moment that cannot see each other.
      await tx.run(LOCK, [principal.agency]);
      if (holder.id === VACANT) await this.mustBeVacant(tx, principal.agency, held);
      await this.refuseClash(tx, { agency: principal.agency, holder }, held, deputy, period);
      const now = this.clock.now();
      // prettier-ignore
      const [row] = await tx.run<StandInRow>(NAME, [
        principal.agency, newId(now), held.role, held.section ?? null, input.kind, holder.id, holder.name, deputy.id, deputy.name,
        input.reason ? withoutNik(input.reason) : null, period.from, period.until, now,
      ]);
      await this.note(tx, 'stand-in-named', principal, row!);
      return standInView(row!, now);
    });
    this.standIns.forget();
    return view;
  }

  /** Ends a period early: by the holder, by the acting official, or by an administrator. */
  async end(command: ApiCommand, id: string): Promise<StandInView> {
    const { principal } = command;
    const row = await this.database.source.manager.findOneBy(StandInRow, { agency: principal.agency, id });
    const theirs = row && [row.holder_id, row.deputy_id].includes(principal.id);
    if (!row || !(theirs || permitted(principal, 'stand-ins.manage'))) throw refuse.standInNotFound();
    const view = await this.commands.run(command, async (tx) => {
      const now = this.clock.now();
      const [ended] = await tx.run<StandInRow>(END, [principal.agency, id, now, principal.id]);
      if (!ended) throw refuse.standInEnded();
      await this.note(tx, 'stand-in-ended', principal, ended);
      return standInView(ended, now);
    });
    this.standIns.forget();
    return view;
  }

  private note(tx: Tx, kind: 'stand-in-named' | 'stand-in-ended', actor: Principal, row: StandInRow): Promise<void> {
    const { id, role, section, kind: as, holder_id: holder, deputy_id: deputy, starts_at: from, ends_at: until } = row;
    return this.audit.note(tx, { agency: row.agency, kind, actor, data: { id, role, section, as, holder, deputy, from, until } });
  }

  /** The caller's own role; or, for an administrator, one whose seat is vacant. */
  private seat(principal: Principal, input: StandInInput): Seat {
    const own = principal.roles.some(({ role, actingFor }) => role === input.role && !actingFor);
    if (own || input.kind !== 'plt' || !permitted(principal, 'stand-ins.manage'))
      return { held: heldByThemselves(principal, input), holder: { id: principal.id, name: principal.name } };
    const held = { role: input.role, ...(input.section !== undefined && { section: input.section }) };
    const wrongPart = input.role === APPLICANT ? 'role' : this.roles.problemOf(principal.agency, held);
    if (wrongPart) throw wrong(`/${wrongPart}`, wrongPart === 'role' ? NO_SUCH_ROLE : WRONG_SECTION);
    const title = this.registry.agency(principal.agency).roles.find(({ code }) => code === input.role)!.title.id;
    return { held, holder: { id: VACANT, name: `${title} (lowong)` } };
  }

  private async mustBeVacant(tx: Tx, agency: string, held: HeldRole): Promise<void> {
    const [holder] = await tx.run(HOLDER, [agency, JSON.stringify([held])]);
    if (holder) throw refuse.seatTaken();
  }

  private async refuseClash(
    tx: Tx,
    { agency, holder }: Clash,
    held: HeldRole,
    deputy: KnownPerson,
    { from, until }: Period,
  ): Promise<void> {
    const rows = await tx.run<StandInRow>(OVERLAPPING, [agency, [holder.id, deputy.id], from, until, holder.id]);
    const same = rows.find((row) => row.holder_id === holder.id && row.role === held.role && row.section === (held.section ?? null));
    if (same) throw refuse.standInOverlaps({ name: same.deputy_name });
    const other = rows.find((row) => row.deputy_id === holder.id);
    if (other) throw refuse.standingInThen({ name: other.holder_name });
    if (rows.some((row) => row.holder_id === deputy.id)) throw refuse.standInChained({ name: deputy.name });
  }

  private async deputy(principal: Principal, held: HeldRole, username: string): Promise<KnownPerson> {
    const user = await this.deputies.called(principal.agency, username);
    if (!user) throw wrong('/user', refuse.NO_OFFICIAL);
    if (user.id === principal.id) throw wrong('/user', refuse.ONESELF);
    if (user.roles.some(({ role, section }) => role === held.role && section === held.section)) throw wrong('/user', refuse.HOLDS_IT);
    return user;
  }

  private period(agency: string, { from, until }: StandInInput): Period {
    const now = this.clock.now();
    const zone = this.registry.agency(agency).timeZone;
    const begins = from === undefined ? now : moment(from, zone, 0);
    const ends = moment(until, zone, 1);
    if (!begins) throw wrong('/from', refuse.NOT_A_MOMENT);
    if (!ends) throw wrong('/until', refuse.NOT_A_MOMENT);
    if (ends <= now) throw wrong('/until', refuse.TOO_LATE);
    if (ends <= begins) throw wrong('/until', refuse.UPSIDE_DOWN);
    if (begins.getTime() - now.getTime() > LONGEST_MS) throw wrong('/from', refuse.TOO_LONG);
    if (ends.getTime() - begins.getTime() > LONGEST_MS) throw wrong('/until', refuse.TOO_LONG);
    // What was done before it was named was not done as a stand-in.
    return { from: begins < now ? now : begins, until: ends };
  }
}

/** The role as the caller holds it by themselves: a stand-in names no stand-in. */
function heldByThemselves(principal: Principal, { role, section }: StandInInput): HeldRole {
  const own = principal.roles.filter((held) => !held.actingFor && held.role === role && held.role !== APPLICANT);
  const held = section === undefined ? own[0] : own.find((each) => each.section === section);
  if (!held) throw refuse.roleNotHeld({ role: role.slice(0, 100) });
  if (section === undefined && own.length > 1) throw wrong('/section', { id: 'Seksi yang mana?', en: 'Which section?' });
  return held;
}

/** The start of a day in the agency's zone, some days later, or an instant unchanged; undefined where there is none. */
function moment(text: string, zone: string, daysLater: number): Date | undefined {
  if (text.length > 10) {
    const at = new Date(text);
    return Number.isNaN(at.getTime()) || dayNumber(text.slice(0, 10)) === undefined ? undefined : at;
  }
  const day = dayNumber(text);
  if (day === undefined) return undefined;
  const midnight = (day + daysLater) * DAY_MS;
  return new Date(midnight - offsetsOf(zone)(midnight));
}

function wrong(pointer: string, detail: Sentence): Error {
  return inputInvalid({}, [{ pointer, detail }]);
}
