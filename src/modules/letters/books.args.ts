import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { IsString, MaxLength } from 'class-validator';
import { pageArgs, pageType } from '../../platform/graphql/connection.js';
import { BookEntryView } from './book-entry.view.js';
import { BookQuery } from './book.query.js';

/** The query of REST as GraphQL arguments: the same class checks both. */
@ArgsType()
export class BookEntriesArgs extends pageArgs(BookQuery) {
  @Field(() => String, { description: 'Code of the book, such as permits.' })
  @IsString()
  @MaxLength(100)
  book: string;

  @Field(() => Int, { nullable: true, description: 'Year of the book; without it and without a period, the present one.' })
  declare year?: number;

  @Field(() => String, { nullable: true, description: 'Dated this day (YYYY-MM-DD) or later, in the zone of the agency.' })
  declare from?: string;

  @Field(() => String, { nullable: true, description: 'Dated this day or before.' })
  declare until?: string;
}

@ObjectType({ description: 'A page of a book.' })
export class BookEntryPage extends pageType(BookEntryView, 'BookEntry') {}
