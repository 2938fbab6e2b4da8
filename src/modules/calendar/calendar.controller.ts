import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer } from '../../platform/api/api-answer.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { CalendarService } from './calendar.service.js';
import { CalendarChangeView, CalendarView } from './calendar.view.js';
import { ChangeDayInput } from './change-day.input.js';

@ApiTags('calendar')
@ApiBearerAuth()
@Controller('v1/calendar')
export class CalendarController {
  constructor(private readonly calendar: CalendarService) {}

  @Get()
  @Allow('calendar.read')
  @ApiOperation({ summary: 'Working hours, holidays and joint leave' })
  @ApiAnswer(200, CalendarView)
  read(@CurrentPrincipal() principal: Principal): Promise<CalendarView> {
    return this.calendar.read(principal);
  }

  @Put('holidays/:date')
  @Allow('calendar.change')
  @ApiOperation({ summary: 'Say what a date is; the deadlines of open tasks follow, and the answer says which' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, CalendarChangeView)
  change(@Command() command: ApiCommand, @Param('date') date: string, @Body() input: ChangeDayInput): Promise<CalendarChangeView> {
    return this.calendar.change(command, date, input);
  }

  @Delete('holidays/:date')
  @Allow('calendar.change')
  @ApiOperation({ summary: 'Take a change back: the date is again what the file says' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, CalendarChangeView)
  takeBack(@Command() command: ApiCommand, @Param('date') date: string): Promise<CalendarChangeView> {
    return this.calendar.takeBack(command, date);
  }
}
