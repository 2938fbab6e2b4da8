import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer } from '../../platform/api/api-answer.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { DocumentCheckView, ReceiptView } from './receipts.view.js';
import { ReceiptsService } from './receipts.service.js';

@ApiTags('papers')
@ApiBearerAuth()
@Controller('v1')
export class PapersController {
  constructor(private readonly papers: ReceiptsService) {}

  @Get('receipts/:id')
  @Allow('papers.read')
  @ApiOperation({ summary: 'A receipt' })
  @ApiAnswer(200, ReceiptView)
  receipt(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ReceiptView> {
    return this.papers.receipt(principal, id);
  }

  @Get('checks/:id')
  @Allow('papers.read')
  @ApiOperation({ summary: 'What a check of the file found' })
  @ApiAnswer(200, DocumentCheckView)
  check(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<DocumentCheckView> {
    return this.papers.check(principal, id);
  }
}
