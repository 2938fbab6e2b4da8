import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../../kernel/principal.js';
import { ApiAnswer, ApiPage } from '../../../platform/api/api-answer.js';
import { Command, type ApiCommand } from '../../../platform/api/command-of.js';
import type { Page } from '../../../platform/api/paging.js';
import { IdPipe } from '../../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../../platform/auth/guard.js';
import { JournalQuery } from './journal.query.js';
import { JournalService } from './journal.service.js';
import { OssCallView, OssReplayView } from './journal.view.js';
import { Replay } from './replay.js';

@ApiTags('oss')
@ApiBearerAuth()
@Controller('v1/oss/journal')
export class JournalController {
  constructor(
    private readonly journal: JournalService,
    private readonly replays: Replay,
  ) {}

  @Get()
  @Allow('oss.journal')
  @ApiOperation({ summary: 'Every call from and to OSS, the newest first, masked' })
  @ApiPage(OssCallView)
  list(@CurrentPrincipal() principal: Principal, @Query() query: JournalQuery): Promise<Page<OssCallView>> {
    return this.journal.list(principal, query);
  }

  @Get(':id')
  @Allow('oss.journal')
  @ApiOperation({ summary: 'One call, also as a curl command' })
  @ApiAnswer(200, OssCallView)
  one(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<OssCallView> {
    return this.journal.one(principal, id);
  }

  @Post(':id/replay')
  @HttpCode(200)
  @Allow('oss.journal')
  @ApiOperation({ summary: 'Make a call once more: a question now, what changes something in its turn' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, OssReplayView)
  replay(@Command() command: ApiCommand, @Param('id', IdPipe) id: string): Promise<OssReplayView> {
    return this.replays.again(command, id);
  }
}
