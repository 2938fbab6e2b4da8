import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { Principal } from '../../kernel/principal.js';
import { ApiFile } from '../../platform/api/api-answer.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { KINDS_OF_PAPER, PAPER_KINDS, type PaperKind, type PrintedRecord } from '../../sop/papers/paper-kinds.js';
import { PapersService } from './papers.service.js';

const OF_RECOMMENDATIONS = KINDS_OF_PAPER.filter((kind) => PAPER_KINDS[kind].record === 'recommendation');

class RecommendationPaperQuery {
  @ApiPropertyOptional({ description: 'Which of its papers; the latest without it.', enum: OF_RECOMMENDATIONS })
  @IsOptional()
  @IsIn(OF_RECOMMENDATIONS)
  paper?: PaperKind;
}

@ApiTags('papers')
@ApiBearerAuth()
@Controller('v1')
export class PapersPdfController {
  constructor(private readonly papers: PapersService) {}

  @Get('letters/:id/pdf')
  @Allow('personal.read')
  @ApiOperation({ summary: 'A letter as PDF; a draft says that it is one' })
  @ApiFile('application/pdf')
  letter(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Res() reply: FastifyReply): Promise<void> {
    return this.send(principal, 'letter', id, reply);
  }

  @Get('receipts/:id/pdf')
  @Allow('personal.read')
  @ApiOperation({ summary: 'A receipt as PDF' })
  @ApiFile('application/pdf')
  receipt(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Res() reply: FastifyReply): Promise<void> {
    return this.send(principal, 'receipt', id, reply);
  }

  @Get('dispositions/:id/pdf')
  @Allow('personal.read')
  @ApiOperation({ summary: 'A disposition sheet as PDF' })
  @ApiFile('application/pdf')
  disposition(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Res() reply: FastifyReply): Promise<void> {
    return this.send(principal, 'disposition', id, reply);
  }

  @Get('recommendations/:id/pdf')
  @Allow('personal.read')
  @ApiOperation({ summary: 'One of the papers of a recommendation as PDF' })
  @ApiFile('application/pdf')
  recommendation(
    @CurrentPrincipal() principal: Principal,
    @Param('id', IdPipe) id: string,
    @Query() { paper }: RecommendationPaperQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(principal, 'recommendation', id, reply, paper);
  }

  private async send(principal: Principal, record: PrintedRecord, id: string, reply: FastifyReply, kind?: PaperKind): Promise<void> {
    const { bytes, fileName, sha256 } = await this.papers.pdf(principal, record, id, kind);
    void reply
      .header('content-type', 'application/pdf')
      .header('content-disposition', `inline; filename="${fileName}"`)
      .header('cache-control', 'private, no-store')
      .header('etag', `"${sha256}"`)
      .send(bytes);
  }
}
