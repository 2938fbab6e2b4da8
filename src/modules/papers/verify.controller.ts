import { applyDecorators, Controller, Get, Headers, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiExtraModels, ApiOperation, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../kernel/refusal.js';
import { PROBLEM } from '../../platform/api/api-answer.js';
import { ReaderLanguage, type Language } from '../../platform/api/request-context.js';
import { Public } from '../../platform/auth/guard.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { FileStore } from '../../platform/files/file-store.js';
import { readForm } from '../../platform/files/multipart.js';
import { verifyPage } from './verify-page.js';
import { Caller, type CallerAddress } from '../../platform/rate/caller.js';
import { letterNotVouched, VerifyService } from './verify.service.js';
import { VerificationView } from './verify.view.js';

/** What is found, or that nothing is: for programs, or as a page for people. */
function ApiJsonOrPage(): MethodDecorator {
  const page = { 'text/html': { schema: { type: 'string' as const } } };
  const found = { 'application/json': { schema: { $ref: getSchemaPath(VerificationView) } }, ...page };
  return applyDecorators(
    ApiExtraModels(VerificationView),
    ApiResponse({ status: 200, content: found }),
    ApiResponse({ status: '4XX', ...PROBLEM, content: { ...PROBLEM.content, ...page } }),
  );
}

@ApiTags('public')
@Controller('v1/verify')
export class VerifyController {
  constructor(
    private readonly letters: VerifyService,
    private readonly files: FileStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get(':code')
  @Public()
  @ApiOperation({ summary: 'Is this letter genuine? As JSON, or as a page where `Accept` prefers text/html' })
  @ApiJsonOrPage()
  verify(
    @Param('code') code: string,
    @Headers('accept') accept: string | undefined,
    @ReaderLanguage() language: Language,
    @Caller() caller: CallerAddress,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return answer(reply, accept, language, () => this.letters.byCode(code, caller));
  }

  @Post(':code')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Is this PDF, byte by byte, the letter that was issued?' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } } })
  @ApiJsonOrPage()
  compare(
    @Param('code') code: string,
    @Headers('accept') accept: string | undefined,
    @ReaderLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Caller() caller: CallerAddress,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return answer(reply, accept, language, async () => {
      // Nobody fills the disk who does not even hold a letter.
      await this.letters.byCode(code, caller);
      const { file } = await readForm(request, { fields: [], mostBytes: this.config.maxUploadBytes }, this.files);
      await this.files.discard(file);
      return this.letters.withFile(code, file.sha256);
    });
  }
}

async function answer(
  reply: FastifyReply,
  accept: string | undefined,
  language: Language,
  find: () => Promise<VerificationView>,
): Promise<void> {
  void reply.header('cache-control', 'no-store').header('vary', 'accept, accept-language').header('referrer-policy', 'no-referrer');
  if (!prefersPage(accept)) return void reply.send(await find());
  const found = await find().catch((error: unknown) => {
    if (error instanceof Refusal && error.kind === 'not-found') return null;
    if (error instanceof Refusal && error.code === letterNotVouched().code) return 'not-vouched' as const;
    throw error;
  });
  void reply
    .code(found === null ? 404 : found === 'not-vouched' ? 409 : 200)
    .type('text/html; charset=utf-8')
    .send(verifyPage(found, language));
}

/** Whether a page is wanted rather than data: browsers say so, programs mostly say nothing. */
export function prefersPage(accept = ''): boolean {
  const quality = (type: string) => {
    const part = accept
      .slice(0, 500)
      .toLowerCase()
      .split(',')
      .find((each) => each.trim().split(';')[0]!.trim() === type);
    return part === undefined ? 0 : Number(/;\s*q=([\d.]+)/.exec(part)?.[1] ?? 1);
  };
  return quality('text/html') > quality('application/json');
}
