import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiPage } from '../../platform/api/api-answer.js';
import type { Page } from '../../platform/api/paging.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { BookEntryView } from './book-entry.view.js';
import { BookQuery } from './book.query.js';
import { BooksService } from './books.service.js';

@ApiTags('books')
@ApiBearerAuth()
@Controller('v1/books')
export class BooksController {
  constructor(private readonly books: BooksService) {}

  @Get(':book')
  @Allow('books.read')
  @ApiOperation({ summary: 'A year of an agenda or dispatch book' })
  @ApiPage(BookEntryView)
  entries(@CurrentPrincipal() principal: Principal, @Param('book') book: string, @Query() query: BookQuery): Promise<Page<BookEntryView>> {
    return this.books.entries(principal, book, query);
  }
}
