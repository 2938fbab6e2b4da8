import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { pageType } from '../../platform/graphql/connection.js';
import { BookEntryView } from './book-entry.view.js';
import { BookQuery } from './book.query.js';

/** The query of REST as GraphQL arguments: the same class checks both. */
@ArgsType()
export class BookEntriesArgs extends BookQuery {
  @Field(() => String, { description: 'Code of the book, such as permits.' })
  @IsString()
  @MaxLength(100)
  book: string;

  @Field(() => Int, { defaultValue: 50, description: 'At most this many.' })
  declare limit: number;

  @Field(() => String, { nullable: true, description: 'The `next` of the page before, or the cursor of an entry.' })
  declare after?: string;

  @Field(() => Int, { nullable: true, description: 'The same as `limit`, by the name that Relay has for it.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(200)
  first?: number;

  @Field(() => Int, { nullable: true, description: 'Year of the book; without it and without a period, the present one.' })
  declare year?: number;

  @Field(() => String, { nullable: true, description: 'Entered on this day (YYYY-MM-DD) or later, in the zone of the agency.' })
  declare from?: string;

  @Field(() => String, { nullable: true, description: 'Entered on this day or before.' })
  declare until?: string;
}

@ObjectType({ description: 'A page of a book.' })
export class BookEntryPage extends pageType(BookEntryView, 'BookEntry') {}
