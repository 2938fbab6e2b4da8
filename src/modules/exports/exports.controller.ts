import { Controller, Get, Param, Query, StreamableFile, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer, ApiFile } from '../../platform/api/api-answer.js';
import { OneExport } from '../../platform/api/one-export.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { ExportPageQuery, ExportQuery } from './export.query.js';
import { ExportListView, ExportPageView } from './export.view.js';
import { ExportsService } from './exports.service.js';

@ApiTags('exports')
@ApiBearerAuth()
@Controller('v1/exports')
export class ExportsController {
  constructor(private readonly exports: ExportsService) {}

  @Get()
  @Allow('reports.read')
  @ApiOperation({ summary: 'What reporting tools can read: the views, their columns and their order' })
  @ApiAnswer(200, ExportListView)
  list(): ExportListView {
    return this.exports.list();
  }

  @Get(':view.csv')
  @UseInterceptors(OneExport)
  @Allow('reports.read')
  @ApiOperation({ summary: 'A whole view as CSV, of any length' })
  @ApiFile('text/csv')
  csv(@CurrentPrincipal() principal: Principal, @Param('view') view: string, @Query() { after }: ExportQuery): StreamableFile {
    const type = 'text/csv; charset=utf-8; header=present';
    return new StreamableFile(this.exports.file(principal, view, 'csv', after), {
      type,
      disposition: `attachment; filename="${view}.csv"`,
    });
  }

  @Get(':view.jsonl')
  @UseInterceptors(OneExport)
  @Allow('reports.read')
  @ApiOperation({ summary: 'The same as JSON, a row per line' })
  @ApiFile('application/x-ndjson')
  jsonl(@CurrentPrincipal() principal: Principal, @Param('view') view: string, @Query() { after }: ExportQuery): StreamableFile {
    const type = 'application/x-ndjson; charset=utf-8';
    return new StreamableFile(this.exports.file(principal, view, 'jsonl', after), {
      type,
      disposition: `attachment; filename="${view}.jsonl"`,
    });
  }

  @Get(':view')
  @Allow('reports.read')
  @ApiOperation({ summary: 'A page of a view, by its key' })
  @ApiAnswer(200, ExportPageView)
  page(
    @CurrentPrincipal() principal: Principal,
    @Param('view') view: string,
    @Query() { after, limit }: ExportPageQuery,
  ): Promise<ExportPageView> {
    return this.exports.page(principal, view, after, limit);
  }
}
