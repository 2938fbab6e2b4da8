import { Body, Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer } from '../../platform/api/api-answer.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { EtagInterceptor } from '../../platform/api/etag.interceptor.js';
import { ReasonInput } from '../../platform/api/reason.input.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { ApplicationView } from '../../workflow/application.view.js';
import { AfterIssueService } from './after-issue.service.js';
import { LetterView } from './letter.view.js';
import { LettersService } from './letters.service.js';

@ApiTags('papers')
@ApiBearerAuth()
@Controller('v1/letters')
export class LettersController {
  constructor(
    private readonly letters: LettersService,
    private readonly afterIssue: AfterIssueService,
  ) {}

  @Get(':id')
  @Allow('papers.read')
  @ApiOperation({ summary: 'A letter, with its initials and signature' })
  @ApiAnswer(200, LetterView)
  one(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<LetterView> {
    return this.letters.one(principal, id);
  }

  @Post(':id/revoke')
  @HttpCode(200)
  @Allow('letters.undo')
  @UseInterceptors(EtagInterceptor)
  @ApiOperation({ summary: 'Revoke a letter that is out; by whoever signs such letters' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiHeader({ name: 'If-Match', required: false, description: 'Version of the application that was read; 412 when it has changed.' })
  @ApiAnswer(200, ApplicationView)
  revoke(@Command() command: ApiCommand, @Param('id', IdPipe) id: string, @Body() { reason }: ReasonInput): Promise<ApplicationView> {
    return this.afterIssue.revoke(command, id, reason);
  }

  @Post(':id/correct')
  @HttpCode(200)
  @Allow('letters.undo')
  @UseInterceptors(EtagInterceptor)
  @ApiOperation({ summary: 'Correct a letter that is out: the case is taken up again for one that replaces it' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiHeader({ name: 'If-Match', required: false, description: 'Version of the application that was read; 412 when it has changed.' })
  @ApiAnswer(200, ApplicationView)
  correct(@Command() command: ApiCommand, @Param('id', IdPipe) id: string, @Body() { reason }: ReasonInput): Promise<ApplicationView> {
    return this.afterIssue.correct(command, id, reason);
  }
}
