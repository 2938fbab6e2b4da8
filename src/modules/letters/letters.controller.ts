import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer } from '../../platform/api/api-answer.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { LetterView } from './letter.view.js';
import { LettersService } from './letters.service.js';

@ApiTags('papers')
@ApiBearerAuth()
@Controller('v1/letters')
export class LettersController {
  constructor(private readonly letters: LettersService) {}

  @Get(':id')
  @Allow('papers.read')
  @ApiOperation({ summary: 'A letter, with its initials and signature' })
  @ApiAnswer(200, LetterView)
  one(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<LetterView> {
    return this.letters.one(principal, id);
  }
}
