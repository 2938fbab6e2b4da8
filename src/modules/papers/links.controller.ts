import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { refusal } from '../../kernel/refusal.js';
import { ApiFile } from '../../platform/api/api-answer.js';
import { Public } from '../../platform/auth/guard.js';
import { SignedLinks } from '../../platform/files/signed-links.js';
import { systemOf } from '../../workflow/alarms.js';
import { PapersService } from './papers.service.js';

export const linkInvalid = refusal('not-found', 'LINK_INVALID', {
  id: 'Tautan ini tidak sah atau sudah kedaluwarsa.',
  en: 'This link is not valid, or has expired.',
});

/** Papers for other systems, such as the licensing system that shows a permit: by a signed link that holds for a while. */
@ApiTags('papers')
@Controller('v1/files')
export class LinksController {
  constructor(
    private readonly links: SignedLinks,
    private readonly papers: PapersService,
  ) {}

  @Get(':token')
  @Public()
  @ApiOperation({ summary: 'A paper as PDF, by a signed link that needs no login' })
  @ApiFile('application/pdf')
  async file(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const linked = await this.links.open(token);
    if (!linked) throw linkInvalid();
    const { bytes, fileName } = await this.papers.pdf(systemOf(linked.agency), linked.record, linked.id);
    void reply
      .header('content-type', 'application/pdf')
      .header('content-disposition', `inline; filename="${fileName}"`)
      .header('cache-control', 'private, no-store')
      .header('referrer-policy', 'no-referrer')
      .send(bytes);
  }
}
