import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer, ApiFile, ApiPage, type SchemaObject } from '../../platform/api/api-answer.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import type { Page } from '../../platform/api/paging.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { FileStore } from '../../platform/files/file-store.js';
import { downloadName } from '../../platform/files/media-type.js';
import { readForm } from '../../platform/files/multipart.js';
import { Limited } from '../../platform/rate/limited.js';
import { DocumentView } from './document.view.js';
import { DocumentsService } from './documents.service.js';

const FORM: SchemaObject = {
  type: 'object',
  required: ['requirement', 'file'],
  properties: {
    requirement: { type: 'string', description: 'Code of a requirement, or `evidence`.' },
    file: { type: 'string', format: 'binary' },
  },
};

@ApiTags('documents')
@ApiBearerAuth()
@Controller('v1/applications/:id/documents')
export class DocumentsController {
  constructor(
    private readonly documents: DocumentsService,
    private readonly files: FileStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @Allow('documents.write')
  @Limited('upload')
  @ApiOperation({ summary: 'Hand in a file (PDF, JPEG or PNG) for a requirement' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: FORM })
  @ApiAnswer(201, DocumentView)
  add(@Command() command: ApiCommand, @Param('id', IdPipe) id: string, @Req() request: FastifyRequest): Promise<DocumentView> {
    const shape = { fields: ['requirement'], mostBytes: this.config.maxUploadBytes };
    return this.documents.add(command, id, () => readForm(request, shape, this.files));
  }

  @Get()
  @Allow('documents.read')
  @ApiOperation({ summary: 'The files of an application' })
  @ApiPage(DocumentView)
  async list(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<Page<DocumentView>> {
    return { items: await this.documents.list(principal, id), next: null };
  }

  @Delete(':document')
  @Allow('documents.write')
  @ApiOperation({ summary: 'Take a file back, while the application is with the applicant' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, DocumentView)
  remove(
    @Command() command: ApiCommand,
    @Param('id', IdPipe) id: string,
    @Param('document', IdPipe) document: string,
  ): Promise<DocumentView> {
    return this.documents.remove(command, id, document);
  }

  @Post(':document/accept')
  @HttpCode(200)
  @Allow('documents.write')
  @ApiOperation({ summary: 'Accept a file that came after the documents were checked' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, DocumentView)
  accept(
    @Command() command: ApiCommand,
    @Param('id', IdPipe) id: string,
    @Param('document', IdPipe) document: string,
  ): Promise<DocumentView> {
    return this.documents.accept(command, id, document);
  }

  @Get(':document')
  @Allow('personal.read')
  @ApiOperation({ summary: 'Fetch a file' })
  @ApiFile('application/pdf', 'image/jpeg', 'image/png')
  async fetch(
    @CurrentPrincipal() principal: Principal,
    @Param('id', IdPipe) id: string,
    @Param('document', IdPipe) documentId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { document, bytes } = await this.documents.fetch(principal, id, documentId);
    void reply
      .header('content-type', document.media_type)
      .header('content-length', document.size)
      .header(
        'content-disposition',
        `attachment; filename*=UTF-8''${encodeURIComponent(downloadName(document.file_name, document.media_type))}`,
      )
      .header('cache-control', 'private, no-store')
      // However a browser interprets it, it runs nothing and calls no host.
      .header('content-security-policy', `default-src 'none'; sandbox`)
      .header('x-content-type-options', 'nosniff')
      .send(bytes);
  }
}
