import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';

@ObjectType('BookNumber', { description: 'A number that was voided or inserted.' })
export class BookNumberView {
  @ApiField(() => String, { description: 'Code of the book.' })
  book: string;

  @ApiField(() => String, { description: 'The number as it stands on the paper.' })
  number: string;

  @ApiField(() => Int, { description: 'Year of the book.' })
  year: number;

  @ApiField(() => Int, { description: 'Running number.' })
  sequence: number;

  @ApiField(() => String, { description: 'Why.' })
  reason: string;
}

@ObjectType('BookSeed', { description: 'Where a year of a book goes on.' })
export class BookSeedView {
  @ApiField(() => String, { description: 'Code of the book.' })
  book: string;

  @ApiField(() => Int, { description: 'Year of the book.' })
  year: number;

  @ApiField(() => Int, { description: 'The next number.' })
  first: number;

  @ApiField(() => String, { description: 'Why.', nullable: true })
  reason: string | null;
}
