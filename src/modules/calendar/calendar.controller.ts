import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer } from '../../platform/api/api-answer.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { CalendarService } from './calendar.service.js';
import { CalendarView } from './calendar.view.js';

@ApiTags('calendar')
@ApiBearerAuth()
@Controller('v1/calendar')
export class CalendarController {
  constructor(private readonly calendar: CalendarService) {}

  @Get()
  @Allow('calendar.read')
  @ApiOperation({ summary: 'Working hours, holidays and joint leave' })
  @ApiAnswer(200, CalendarView)
  read(@CurrentPrincipal() principal: Principal): CalendarView {
    return this.calendar.read(principal);
  }
}
