import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer, ApiFile, ApiPage } from '../../platform/api/api-answer.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import type { Page } from '../../platform/api/paging.js';
import { ReasonInput } from '../../platform/api/reason.input.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { BookEntryView } from './book-entry.view.js';
import { InsertEntryInput, SeedBookInput } from './book.input.js';
import { BookKeepingService } from './book-keeping.service.js';
import { BookNumberView, BookSeedView } from './book-number.view.js';
import { BookQuery, BookRangeQuery } from './book.query.js';
import { BooksService, type BookFile } from './books.service.js';

@ApiTags('books')
@ApiBearerAuth()
@Controller('v1/books')
export class BooksController {
  constructor(
    private readonly books: BooksService,
    private readonly keeping: BookKeepingService,
  ) {}

  @Get(':book.csv')
  @Allow('books.read')
  @ApiOperation({ summary: 'A year or a period of a book, for a spreadsheet' })
  @ApiFile('text/csv')
  csv(@CurrentPrincipal() principal: Principal, @Param('book') book: string, @Query() query: BookRangeQuery): StreamableFile {
    return download(this.books.file(principal, book, 'csv', query));
  }

  @Get(':book.xlsx')
  @Allow('books.read')
  @ApiOperation({ summary: 'The same as a workbook' })
  @ApiFile('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  xlsx(@CurrentPrincipal() principal: Principal, @Param('book') book: string, @Query() query: BookRangeQuery): StreamableFile {
    return download(this.books.file(principal, book, 'xlsx', query));
  }

  @Get(':book.pdf')
  @Allow('books.read')
  @ApiOperation({ summary: 'The same to be printed, A4' })
  @ApiFile('application/pdf')
  pdf(@CurrentPrincipal() principal: Principal, @Param('book') book: string, @Query() query: BookRangeQuery): StreamableFile {
    return download(this.books.file(principal, book, 'pdf', query));
  }

  @Get(':book')
  @Allow('books.read')
  @ApiOperation({ summary: 'A year or a period of an agenda or dispatch book' })
  @ApiPage(BookEntryView)
  entries(@CurrentPrincipal() principal: Principal, @Param('book') book: string, @Query() query: BookQuery): Promise<Page<BookEntryView>> {
    return this.books.entries(principal, book, query);
  }

  @Put(':book/seed')
  @Allow('books.keep')
  @ApiOperation({ summary: 'Where a year goes on, such as after the last number of the paper book; never before a number that was taken' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, BookSeedView)
  seed(@Command() command: ApiCommand, @Param('book') book: string, @Body() input: SeedBookInput): Promise<BookSeedView> {
    return this.keeping.seed(command, book, input);
  }

  @Post(':book/entries/:id/void')
  @HttpCode(200)
  @Allow('books.keep')
  @ApiOperation({ summary: 'Void a number: it stays in the book; a letter in the house goes back to be numbered' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, BookNumberView)
  void(
    @Command() command: ApiCommand,
    @Param('book') book: string,
    @Param('id', IdPipe) id: string,
    @Body() { reason }: ReasonInput,
  ): Promise<BookNumberView> {
    return this.keeping.void(command, book, id, reason);
  }

  @Post(':book/entries/:id/insert')
  @Allow('books.keep')
  @ApiOperation({ summary: 'Insert a number beside one (sisipan, such as 42.A), for a paper that goes out without this service' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(201, BookNumberView)
  insert(
    @Command() command: ApiCommand,
    @Param('book') book: string,
    @Param('id', IdPipe) id: string,
    @Body() input: InsertEntryInput,
  ): Promise<BookNumberView> {
    return this.keeping.insert(command, book, id, input);
  }
}

function download({ name, type, content }: BookFile): StreamableFile {
  return new StreamableFile(content, { type, disposition: `attachment; filename="${name}"` });
}
