import { Args, ArgsType, Field, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { IsInt, Max, Min } from 'class-validator';
import type { Principal } from '../../kernel/principal.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { InputArg, TextArg } from '../../platform/graphql/args.js';
import { connection, PageArgs, paged, pageType, type Connection } from '../../platform/graphql/connection.js';
import { CalendarHistory } from './calendar-history.js';
import { CalendarService } from './calendar.service.js';
import {
  CalendarChangeView,
  CalendarDayChangeView,
  CalendarHistoryView,
  CalendarProposalView,
  CalendarView,
  MovedTaskView,
} from './calendar.view.js';
import { ChangeDayInput, ChangeProfileInput, ConfirmInput, ImportDaysInput } from './change-day.input.js';

@ObjectType({ description: 'A page of the changes of a calendar.' })
export class CalendarHistoryPage extends pageType(CalendarHistoryView, 'CalendarHistory') {}

@ObjectType({ description: 'A page of the tasks whose deadlines moved with a change of the calendar.' })
export class MovedTaskPage extends pageType(MovedTaskView, 'MovedTask') {}

@ObjectType({ description: 'A page of proposals to change passed time.' })
export class CalendarProposalPage extends pageType(CalendarProposalView, 'CalendarProposal') {}

@ArgsType()
class MovedTasksArgs extends PageArgs {
  @Field(() => Int, { description: 'Version of the calendar that the change has made.' })
  @IsInt()
  @Min(1)
  @Max(999_999_999)
  version: number;
}

const DATE = 'The date (YYYY-MM-DD).';
const PROFILE = 'Code of the profile, such as ramadan-1448-h.';

/** The header `If-Match` takes the version of the calendar that was read, as at REST. */
@Resolver(() => CalendarView)
export class CalendarResolver {
  constructor(
    private readonly service: CalendarService,
    private readonly history: CalendarHistory,
  ) {}

  @Query(() => CalendarView, { description: 'When the agency works: hours, holidays, joint leave, short and extra days.' })
  @Allow('calendar.read')
  calendar(@CurrentPrincipal() principal: Principal): Promise<CalendarView> {
    return this.service.read(principal);
  }

  @Query(() => CalendarHistoryPage, { description: 'Every change of the calendar, who and when, the newest first.' })
  @Allow('calendar.history')
  async calendarChanges(@CurrentPrincipal() principal: Principal, @Args() args: PageArgs): Promise<Connection<CalendarHistoryView>> {
    return connection(await this.history.list(principal, paged(args)));
  }

  @Query(() => MovedTaskPage, { description: 'The tasks whose deadlines moved with a change.' })
  @Allow('calendar.history')
  async movedTasks(@CurrentPrincipal() principal: Principal, @Args() args: MovedTasksArgs): Promise<Connection<MovedTaskView>> {
    const { version, ...query } = paged(args);
    return connection(await this.history.tasks(principal, String(version), query));
  }

  @Mutation(() => CalendarDayChangeView, { description: 'Says what a date is; the deadlines of open tasks follow.' })
  @Allow('calendar.change')
  changeCalendarDay(
    @Command() command: ApiCommand,
    @TextArg('date', DATE) date: string,
    @InputArg(ChangeDayInput, 'What it is.') input: ChangeDayInput,
  ): Promise<CalendarDayChangeView> {
    return this.service.changeDay(command, date, input);
  }

  @Mutation(() => CalendarDayChangeView, { description: 'Takes a change back: the date is again what the file says.' })
  @Allow('calendar.change')
  takeBackCalendarDay(@Command() command: ApiCommand, @TextArg('date', DATE) date: string): Promise<CalendarDayChangeView> {
    return this.service.takeBackDay(command, date);
  }

  @Mutation(() => CalendarDayChangeView, { description: 'Confirms a date that was expected and has become official.' })
  @Allow('calendar.change')
  confirmCalendarDay(
    @Command() command: ApiCommand,
    @TextArg('date', DATE) date: string,
    @InputArg(ConfirmInput, 'What says so.') input: ConfirmInput,
  ): Promise<CalendarDayChangeView> {
    return this.service.confirmDay(command, date, input);
  }

  @Mutation(() => CalendarChangeView, { description: 'Says what many dates are, such as those of a decree: one change.' })
  @Allow('calendar.change')
  importCalendarDays(
    @Command() command: ApiCommand,
    @InputArg(ImportDaysInput, 'The dates.') input: ImportDaysInput,
  ): Promise<CalendarChangeView> {
    return this.service.importDays(command, input);
  }

  @Mutation(() => CalendarChangeView, { description: 'Says which hours hold for a time, such as in Ramadan, or from a day on.' })
  @Allow('calendar.change')
  changeCalendarProfile(
    @Command() command: ApiCommand,
    @TextArg('code', PROFILE) code: string,
    @InputArg(ChangeProfileInput, 'The hours, and when they hold.') input: ChangeProfileInput,
  ): Promise<CalendarChangeView> {
    return this.service.changeProfile(command, code, input);
  }

  @Mutation(() => CalendarChangeView, { description: 'Takes a change back: the profile is again what the file says, or gone.' })
  @Allow('calendar.change')
  takeBackCalendarProfile(@Command() command: ApiCommand, @TextArg('code', PROFILE) code: string): Promise<CalendarChangeView> {
    return this.service.takeBackProfile(command, code);
  }

  @Mutation(() => CalendarChangeView, { description: 'Confirms hours that were expected and have become official.' })
  @Allow('calendar.change')
  confirmCalendarProfile(
    @Command() command: ApiCommand,
    @TextArg('code', PROFILE) code: string,
    @InputArg(ConfirmInput, 'What says so.') input: ConfirmInput,
  ): Promise<CalendarChangeView> {
    return this.service.confirmProfile(command, code, input);
  }

  @Query(() => CalendarProposalPage, { description: 'Changes of the hours of today or of the past that were proposed, the newest first.' })
  @Allow('calendar.history')
  async calendarProposals(@CurrentPrincipal() principal: Principal, @Args() args: PageArgs): Promise<Connection<CalendarProposalView>> {
    return connection(await this.history.proposed(principal, paged(args)));
  }

  @Mutation(() => CalendarProposalView, { description: 'Approves a proposal of somebody else; the deadlines of open tasks follow.' })
  @Allow('calendar.approve')
  approveCalendarProposal(@Command() command: ApiCommand, @TextArg('id', 'The proposal.') id: string): Promise<CalendarProposalView> {
    return this.service.decide(command, id, 'approved');
  }

  @Mutation(() => CalendarProposalView, { description: 'Rejects a proposal, or takes back one of your own.' })
  @Allow('calendar.approve')
  rejectCalendarProposal(@Command() command: ApiCommand, @TextArg('id', 'The proposal.') id: string): Promise<CalendarProposalView> {
    return this.service.decide(command, id, 'rejected');
  }
}
