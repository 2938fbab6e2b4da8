import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Config } from '../../platform/config/config.js';
import { ESignController } from './e-sign.controller.js';
import { ESignResolver } from './e-sign.resolver.js';
import { ESignService } from './e-sign.service.js';
import { LinksController } from './links.controller.js';
import { PaperOutboxHandler } from './paper-outbox-handler.js';
import { PaperSignatures } from './paper-signatures.js';
import { PaperLogoRow, PaperTextRow } from './paper-text.entity.js';
import { PaperRow, PaperTaskRow } from './paper.entity.js';
import { PapersPdfController } from './papers.controller.js';
import { PapersService } from './papers.service.js';
import { Printer } from './printer.js';
import { PublishedTexts } from './published-texts.js';
import { VerifyController } from './verify.controller.js';
import { VerifyResolver } from './verify.resolver.js';
import { VerifyService } from './verify.service.js';

/** Every paper as a PDF, and whether one is genuine. A worker prints them; any other process does when it is asked for one before. */
@Module({})
export class PapersModule {
  static with(config: Config): DynamicModule {
    const works = config.role.includes('worker');
    return {
      module: PapersModule,
      imports: [TypeOrmModule.forFeature([PaperRow, PaperTaskRow, PaperTextRow, PaperLogoRow])],
      controllers: [PapersPdfController, ESignController, VerifyController, LinksController],
      providers: [
        PublishedTexts,
        Printer,
        PaperSignatures,
        PapersService,
        ESignService,
        ESignResolver,
        VerifyService,
        VerifyResolver,
        ...(works ? [PaperOutboxHandler] : []),
      ],
    };
  }
}
