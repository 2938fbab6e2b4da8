import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { ReasonInput } from '../../platform/api/reason.input.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { IdArg, InputArg, TextArg } from '../../platform/graphql/args.js';
import { connection, paged, type Connection } from '../../platform/graphql/connection.js';
import { BookKeepingService } from './book-keeping.service.js';
import { BookEntryView } from './book-entry.view.js';
import { BookNumberView, BookSeedView } from './book-number.view.js';
import { InsertEntryInput, SeedBookInput } from './book.input.js';
import { BookEntriesArgs, BookEntryPage } from './books.args.js';
import { BooksService } from './books.service.js';

@Resolver(() => BookEntryView)
export class BooksResolver {
  constructor(
    private readonly books: BooksService,
    private readonly keeping: BookKeepingService,
  ) {}

  @Query(() => BookEntryPage, { description: 'A year or a period of an agenda or dispatch book.' })
  @Allow('books.read')
  async bookEntries(@CurrentPrincipal() principal: Principal, @Args() args: BookEntriesArgs): Promise<Connection<BookEntryView>> {
    const { book, ...query } = paged(args);
    return connection(await this.books.entries(principal, book, query));
  }

  @Mutation(() => BookSeedView, { description: 'Says where a year of a book goes on; never before a number that was taken.' })
  @Allow('books.keep')
  seedBook(
    @Command() command: ApiCommand,
    @TextArg('book', 'Code of the book.') book: string,
    @InputArg(SeedBookInput, 'Year and next number.') input: SeedBookInput,
  ): Promise<BookSeedView> {
    return this.keeping.seed(command, book, input);
  }

  @Mutation(() => BookNumberView, { description: 'Voids a number: it stays in the book; a letter in the house goes back to be numbered.' })
  @Allow('books.keep')
  voidBookEntry(
    @Command() command: ApiCommand,
    @TextArg('book', 'Code of the book.') book: string,
    @IdArg('Id of the entry.') id: string,
    @InputArg(ReasonInput, 'Why.') { reason }: ReasonInput,
  ): Promise<BookNumberView> {
    return this.keeping.void(command, book, id, reason);
  }

  @Mutation(() => BookNumberView, { description: 'Inserts a number beside one (sisipan, such as 42.A).' })
  @Allow('books.keep')
  insertBookEntry(
    @Command() command: ApiCommand,
    @TextArg('book', 'Code of the book.') book: string,
    @IdArg('Id of the entry that it stands beside.') id: string,
    @InputArg(InsertEntryInput, 'What gets the number, and why.') input: InsertEntryInput,
  ): Promise<BookNumberView> {
    return this.keeping.insert(command, book, id, input);
  }
}
