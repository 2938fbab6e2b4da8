import {
  applyDecorators,
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  UseInterceptors,
  type Type,
} from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer, ApiPage } from '../../platform/api/api-answer.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { EtagInterceptor } from '../../platform/api/etag.interceptor.js';
import { PageQuery } from '../../platform/api/page-query.js';
import type { Page } from '../../platform/api/paging.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
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

/** A change of the calendar by an administrator: `If-Match` takes the version of the calendar that was read. */
function Changes(summary: string, answer: Type = CalendarChangeView): MethodDecorator {
  return applyDecorators(
    Allow('calendar.change'),
    UseInterceptors(EtagInterceptor),
    ApiOperation({ summary }),
    ApiHeader({ name: 'Idempotency-Key', required: false }),
    ApiHeader({ name: 'If-Match', required: false }),
    ApiAnswer(200, answer),
  );
}

@ApiTags('calendar')
@ApiBearerAuth()
@Controller('v1/calendar')
export class CalendarController {
  constructor(
    private readonly calendar: CalendarService,
    private readonly history: CalendarHistory,
  ) {}

  @Get()
  @Allow('calendar.read')
  @UseInterceptors(EtagInterceptor)
  @ApiOperation({ summary: 'Working hours with the time they hold for, holidays, joint leave, short and extra days, and the time zone' })
  @ApiAnswer(200, CalendarView)
  read(@CurrentPrincipal() principal: Principal): Promise<CalendarView> {
    return this.calendar.read(principal);
  }

  @Put('holidays')
  @Changes('Say what many dates are, such as those of a decree: one change, and the deadlines of open tasks follow at once')
  importDays(@Command() command: ApiCommand, @Body() input: ImportDaysInput): Promise<CalendarChangeView> {
    return this.calendar.importDays(command, input);
  }

  @Put('holidays/:date')
  @Changes('Say what a date is; the deadlines of open tasks follow, and the answer says which', CalendarDayChangeView)
  changeDay(@Command() command: ApiCommand, @Param('date') date: string, @Body() input: ChangeDayInput): Promise<CalendarDayChangeView> {
    return this.calendar.changeDay(command, date, input);
  }

  @Delete('holidays/:date')
  @Changes('Take a change back: the date is again what the file says', CalendarDayChangeView)
  takeBackDay(@Command() command: ApiCommand, @Param('date') date: string): Promise<CalendarDayChangeView> {
    return this.calendar.takeBackDay(command, date);
  }

  @Put('holidays/:date/confirmation')
  @Changes('Confirm a date that was expected and has become official', CalendarDayChangeView)
  confirmDay(@Command() command: ApiCommand, @Param('date') date: string, @Body() input: ConfirmInput): Promise<CalendarDayChangeView> {
    return this.calendar.confirmDay(command, date, input);
  }

  @Put('profiles/:code')
  @Changes('Say which hours hold for a time, such as in Ramadan, or from a day on; in place of the profile with this code, or beside it')
  changeProfile(
    @Command() command: ApiCommand,
    @Param('code') code: string,
    @Body() input: ChangeProfileInput,
  ): Promise<CalendarChangeView> {
    return this.calendar.changeProfile(command, code, input);
  }

  @Delete('profiles/:code')
  @Changes('Take a change back: the profile is again what the file says, or gone if the file has none')
  takeBackProfile(@Command() command: ApiCommand, @Param('code') code: string): Promise<CalendarChangeView> {
    return this.calendar.takeBackProfile(command, code);
  }

  @Put('profiles/:code/confirmation')
  @Changes('Confirm hours that were expected and have become official')
  confirmProfile(@Command() command: ApiCommand, @Param('code') code: string, @Body() input: ConfirmInput): Promise<CalendarChangeView> {
    return this.calendar.confirmProfile(command, code, input);
  }

  @Get('changes')
  @Allow('calendar.history')
  @ApiOperation({ summary: 'Every change of the calendar, who and when, the newest first' })
  @ApiPage(CalendarHistoryView)
  changes(@CurrentPrincipal() principal: Principal, @Query() query: PageQuery): Promise<Page<CalendarHistoryView>> {
    return this.history.list(principal, query);
  }

  @Get('changes/:version/tasks')
  @Allow('calendar.history')
  @ApiOperation({ summary: 'The tasks whose deadlines moved with a change' })
  @ApiPage(MovedTaskView)
  moved(
    @CurrentPrincipal() principal: Principal,
    @Param('version') version: string,
    @Query() query: PageQuery,
  ): Promise<Page<MovedTaskView>> {
    return this.history.tasks(principal, version, query);
  }

  @Get('proposals')
  @Allow('calendar.history')
  @ApiOperation({
    summary: 'Changes of the hours of today or of the past that were proposed, the newest first: who, source, applications touched',
  })
  @ApiPage(CalendarProposalView)
  proposals(@CurrentPrincipal() principal: Principal, @Query() query: PageQuery): Promise<Page<CalendarProposalView>> {
    return this.history.proposed(principal, query);
  }

  @Post('proposals/:id/approve')
  @HttpCode(200)
  @Allow('calendar.approve')
  @ApiOperation({ summary: 'Approve a proposal of somebody else; the deadlines of open tasks follow' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, CalendarProposalView)
  approve(@Command() command: ApiCommand, @Param('id') id: string): Promise<CalendarProposalView> {
    return this.calendar.decide(command, id, 'approved');
  }

  @Post('proposals/:id/reject')
  @HttpCode(200)
  @Allow('calendar.approve')
  @ApiOperation({ summary: 'Reject a proposal, or take back one of your own' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, CalendarProposalView)
  reject(@Command() command: ApiCommand, @Param('id') id: string): Promise<CalendarProposalView> {
    return this.calendar.decide(command, id, 'rejected');
  }
}
