import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BookSeedRow } from '../../platform/numbering/book-seed.entity.js';
import { AfterIssueService } from './after-issue.service.js';
import { ApplicationDetailLettersResolver, ApplicationLettersResolver } from './application-letters.resolver.js';
import { BookEntryRow } from './book-entry.entity.js';
import { BookKeepingService } from './book-keeping.service.js';
import { BooksController } from './books.controller.js';
import { BooksResolver } from './books.resolver.js';
import { BooksService } from './books.service.js';
import { LetterFinality } from './letter-finality.js';
import { LetterMarkRow } from './letter-mark.entity.js';
import { LetterRow } from './letter.entity.js';
import { LettersController } from './letters.controller.js';
import { LettersResolver } from './letters.resolver.js';
import { LettersService } from './letters.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([LetterRow, LetterMarkRow, BookEntryRow, BookSeedRow])],
  controllers: [LettersController, BooksController],
  exports: [LetterFinality],
  providers: [
    LettersService,
    LetterFinality,
    AfterIssueService,
    BooksService,
    BookKeepingService,
    LettersResolver,
    BooksResolver,
    ApplicationLettersResolver,
    ApplicationDetailLettersResolver,
  ],
})
export class LettersModule {}
