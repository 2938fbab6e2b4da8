import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BookEntryRow } from './book-entry.entity.js';
import { BooksController } from './books.controller.js';
import { BooksService } from './books.service.js';
import { LetterFinality } from './letter-finality.js';
import { LetterMarkRow } from './letter-mark.entity.js';
import { LetterRow } from './letter.entity.js';
import { LettersController } from './letters.controller.js';
import { LettersService } from './letters.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([LetterRow, LetterMarkRow, BookEntryRow])],
  controllers: [LettersController, BooksController],
  exports: [LetterFinality],
  providers: [LettersService, BooksService, LetterFinality],
})
export class LettersModule {}
