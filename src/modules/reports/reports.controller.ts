import { Controller, Get, Headers, Param, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer, ApiAnswerOrFile, ApiFile } from '../../platform/api/api-answer.js';
import { ReaderLanguage, type Language } from '../../platform/api/request-context.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { accepted, MEDIA } from './accepted.js';
import { ReportPageQuery, ReportQuery } from './report.query.js';
import { ReportListView, ReportPageView } from './report.view.js';
import { ReportsService, type ReportFile } from './reports.service.js';

/** Whoever may read registers finds the way here; which reports are for whom stands with each of them. */
@ApiTags('reports')
@ApiBearerAuth()
@Controller('v1/reports')
export class ReportsController {
  constructor(private readonly reports: ReportsService) {}

  @Get()
  @Allow('reports.registers')
  @ApiOperation({ summary: 'The reports that I may read' })
  @ApiAnswer(200, ReportListView)
  list(@CurrentPrincipal() principal: Principal, @ReaderLanguage() language: Language): ReportListView {
    return this.reports.list(principal, language);
  }

  @Get(':report.json')
  @Allow('reports.registers')
  @ApiOperation({ summary: 'A report as JSON: a page of a register, or all sums' })
  @ApiAnswer(200, ReportPageView)
  json(
    @CurrentPrincipal() principal: Principal,
    @Param('report') report: string,
    @Query() query: ReportPageQuery,
    @ReaderLanguage() language: Language,
  ): Promise<ReportPageView> {
    return this.reports.page(principal, report, query, language);
  }

  @Get(':report.csv')
  @Allow('reports.registers')
  @ApiOperation({ summary: 'The whole of it as CSV, of any length' })
  @ApiFile(MEDIA.csv)
  async csv(
    @CurrentPrincipal() principal: Principal,
    @Param('report') report: string,
    @Query() query: ReportQuery,
    @ReaderLanguage() language: Language,
  ): Promise<StreamableFile> {
    return download(await this.reports.file(principal, report, 'csv', query, language));
  }

  @Get(':report.xlsx')
  @Allow('reports.registers')
  @ApiOperation({ summary: 'The same as a workbook' })
  @ApiFile(MEDIA.xlsx)
  async xlsx(
    @CurrentPrincipal() principal: Principal,
    @Param('report') report: string,
    @Query() query: ReportQuery,
    @ReaderLanguage() language: Language,
  ): Promise<StreamableFile> {
    return download(await this.reports.file(principal, report, 'xlsx', query, language));
  }

  @Get(':report.svg')
  @Allow('reports.registers')
  @ApiOperation({ summary: 'The same as a picture, where there is one' })
  @ApiFile(MEDIA.svg)
  async svg(
    @CurrentPrincipal() principal: Principal,
    @Param('report') report: string,
    @Query() query: ReportQuery,
    @ReaderLanguage() language: Language,
  ): Promise<StreamableFile> {
    return download(await this.reports.file(principal, report, 'svg', query, language));
  }

  @Get(':report')
  @Allow('reports.registers')
  @ApiOperation({ summary: 'A report in what `Accept` asks for: JSON, CSV, XLSX or SVG' })
  @ApiAnswerOrFile(ReportPageView, MEDIA.csv, MEDIA.xlsx, MEDIA.svg)
  async report(
    @CurrentPrincipal() principal: Principal,
    @Param('report') report: string,
    @Query() query: ReportPageQuery,
    @Headers('accept') accept: string | undefined,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportPageView | StreamableFile> {
    void reply.header('vary', 'accept, accept-language');
    const pictured = this.reports.hasPicture(principal, report, query, language);
    const medium = accepted(accept, pictured ? ['json', 'csv', 'xlsx', 'svg'] : ['json', 'csv', 'xlsx']);
    if (medium === 'json') return this.reports.page(principal, report, query, language);
    return download(await this.reports.file(principal, report, medium, query, language));
  }
}

/** A picture is looked at, everything else is taken along. */
export function download({ name, type, content }: ReportFile): StreamableFile {
  const how = name.endsWith('.svg') ? 'inline' : 'attachment';
  return new StreamableFile(content, { type, disposition: `${how}; filename="${name}"` });
}
