import { Controller, Get, HttpCode, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fill, Refusal } from '../../../kernel/refusal.js';
import { ReaderLanguage, type Language } from '../../../platform/api/request-context.js';
import { signInNeeded } from '../../../platform/auth/auth-refusals.js';
import { Public } from '../../../platform/auth/guard.js';
import { download } from '../reports.controller.js';
import { ReportsService, type ReportFileKind } from '../reports.service.js';
import { signInPage } from './page-html.js';
import { PageSession } from './page-session.js';
import { PageFileQuery, ReportPageFilter } from './page.query.js';
import { PageService } from './page.service.js';

const PAGE = 'text/html; charset=utf-8';

/** The page for heads: no part of the API, and with a session of its own. */
@ApiExcludeController()
@Controller('reports')
export class PageController {
  constructor(
    private readonly session: PageSession,
    private readonly pages: PageService,
    private readonly reports: ReportsService,
  ) {}

  @Get()
  @Public()
  async page(
    @Req() request: FastifyRequest,
    @Query() query: ReportPageFilter,
    @ReaderLanguage() preferred: Language,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const language = query.lang ?? preferred;
    const reader = await this.session.reader(request);
    show(reply, reader ? await this.pages.page(reader, query, language) : signInPage(language));
  }

  @Post('sign-in')
  @HttpCode(303)
  @Public()
  async signIn(
    @Req() request: FastifyRequest,
    @Query() query: ReportPageFilter,
    @ReaderLanguage() preferred: Language,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const language = query.lang ?? preferred;
    try {
      await this.session.begin(request, reply);
    } catch (error) {
      if (!(error instanceof Refusal) || !/^(unauthenticated|forbidden|too-many)$/.test(error.kind) || error.code === 'OTHER_SITE')
        throw error;
      const status = { unauthenticated: 401, forbidden: 403 }[error.kind as string] ?? 429;
      return show(reply.code(status), signInPage(language, fill(error.sentence[language], error.params)));
    }
    void reply.redirect(`/reports?lang=${language}`, 303);
  }

  @Post('sign-out')
  @HttpCode(303)
  @Public()
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.session.end(request, reply);
    void reply.redirect('/reports', 303);
  }

  @Get(':report.csv')
  @Public()
  csv(
    @Req() request: FastifyRequest,
    @Param('report') report: string,
    @Query() query: PageFileQuery,
    @ReaderLanguage() language: Language,
  ) {
    return this.file(request, report, 'csv', query, language);
  }

  @Get(':report.xlsx')
  @Public()
  xlsx(
    @Req() request: FastifyRequest,
    @Param('report') report: string,
    @Query() query: PageFileQuery,
    @ReaderLanguage() language: Language,
  ) {
    return this.file(request, report, 'xlsx', query, language);
  }

  @Get(':report.svg')
  @Public()
  svg(
    @Req() request: FastifyRequest,
    @Param('report') report: string,
    @Query() query: PageFileQuery,
    @ReaderLanguage() language: Language,
  ) {
    return this.file(request, report, 'svg', query, language);
  }

  private async file(
    request: FastifyRequest,
    report: string,
    kind: ReportFileKind,
    { lang, ...query }: PageFileQuery,
    preferred: Language,
  ): Promise<StreamableFile> {
    const reader = await this.session.reader(request);
    if (!reader) throw signInNeeded();
    return download(await this.reports.file(reader, report, kind, query, lang ?? preferred));
  }
}

/** Nothing of it is kept anywhere, and no other page may frame it. */
function show(reply: FastifyReply, html: string): void {
  void reply
    .header('cache-control', 'no-store')
    .header('vary', 'cookie, accept-language')
    .header('referrer-policy', 'same-origin')
    .header('x-frame-options', 'DENY')
    .type(PAGE)
    .send(html);
}
