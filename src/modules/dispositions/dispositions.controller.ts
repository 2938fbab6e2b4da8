import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer } from '../../platform/api/api-answer.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { DispositionView } from './disposition.view.js';
import { DispositionsService } from './dispositions.service.js';

@ApiTags('papers')
@ApiBearerAuth()
@Controller('v1/dispositions')
export class DispositionsController {
  constructor(private readonly dispositions: DispositionsService) {}

  @Get(':id')
  @Allow('papers.read')
  @ApiOperation({ summary: 'A disposition sheet' })
  @ApiAnswer(200, DispositionView)
  one(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<DispositionView> {
    return this.dispositions.one(principal, id);
  }
}
