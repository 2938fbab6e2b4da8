import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../../platform/auth/guard.js';
import { Limited } from '../../../platform/rate/limited.js';
import { OssCallbacks, type OssCallbackAnswer } from './oss-callbacks.js';

/** Where OSS calls us: its own paths, envelopes and words; its contract and not ours, so that it does not stand in our API page. */
@ApiExcludeController()
@Limited('oss')
@Controller('oss')
export class OssCallbacksController {
  constructor(private readonly callbacks: OssCallbacks) {}

  @Post(['receiveNIB', 'receiveNIBIUMK'])
  @Public()
  @HttpCode(200)
  async receiveNib(@Req() request: FastifyRequest, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    answer(reply, await this.callbacks.receiveNib({ headers: request.headers, url: request.url, ip: request.ip, body }));
  }

  @Post('receiveFileDS')
  @Public()
  @HttpCode(200)
  async receiveFileDs(@Req() request: FastifyRequest, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    answer(reply, await this.callbacks.receiveFileDs({ headers: request.headers, url: request.url, ip: request.ip, body }));
  }
}

function answer(reply: FastifyReply, { status, body }: OssCallbackAnswer): void {
  void reply.status(status).header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(body));
}
