import { Field, InputType } from '@nestjs/graphql';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { SchemaObject } from '../../platform/api/api-answer.js';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import { Json } from '../../platform/api/json.scalar.js';

export const KINDS = ['holiday', 'joint-leave', 'closed', 'short', 'extra', 'ordinary'] as const;

/** More days than a decree of several years holds. */
export const MOST_DAYS_AT_ONCE = 500;

/** What a date is, in place of what the calendar's file says. */
@InputType({ description: 'What a date is, in place of what the calendar file says.' })
export class ChangeDayInput {
  @Field(() => String, {
    nullable: true,
    description:
      '`holiday` without it; `joint-leave` is cuti bersama; `closed` any other day without work; `short` and `extra` have hours; ' +
      '`ordinary`: as its weekday, whatever the file says.',
  })
  @ApiPropertyOptional({
    description:
      '`holiday` without it; `joint-leave` is cuti bersama; `closed` any other day without work; `short` and `extra` have hours; ' +
      '`ordinary`: as its weekday, whatever the file says.',
    enum: KINDS,
  })
  @IsOptional()
  @IsIn(KINDS)
  kind?: (typeof KINDS)[number];

  @Field(() => String, { description: 'Name.' })
  @ApiProperty({ description: 'Name.', type: String, example: 'Hari Jadi Kabupaten Dairi' })
  @IsString()
  @MaxLength(300)
  name: string;

  @Field(() => String, { nullable: true, description: 'The decree that says so.' })
  @ApiPropertyOptional({ description: 'The decree that says so.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  source?: string;

  @Field(() => Boolean, { nullable: true, description: 'False: expected, and still to be confirmed. True without it.' })
  @ApiPropertyOptional({ description: 'False: expected, and still to be confirmed. True without it.', type: Boolean })
  @IsOptional()
  @IsBoolean()
  confirmed?: boolean;

  @Field(() => [String], { nullable: true, description: 'Working hours of a short or extra day.' })
  @ApiPropertyOptional({ description: 'Working hours of a short or extra day.', type: [String], example: ['07:30-12:00'] })
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  intervals?: string[];
}

const DAY_SCHEMA = {
  type: 'object',
  required: ['date', 'name'] as string[],
  properties: {
    date: { type: 'string', format: 'date' },
    kind: { type: 'string', enum: KINDS as unknown as string[] },
    name: { type: 'string' },
    source: { type: 'string' },
    confirmed: { type: 'boolean' },
    intervals: { type: 'array', items: { type: 'string' } },
  },
} satisfies SchemaObject;

/** Many dates at once: the days of a decree. */
@InputType({ description: 'Many dates at once: the days of a decree.' })
export class ImportDaysInput {
  @Field(() => [Json], {
    description: `1 to ${MOST_DAYS_AT_ONCE} dates, each as for one date and with its \`date\`; dates that are not named stay as they are.`,
  })
  @ApiProperty({
    description: `1 to ${MOST_DAYS_AT_ONCE} dates, each as for one date and with its \`date\`; dates that are not named stay as they are.`,
    type: 'array',
    items: DAY_SCHEMA,
    example: [{ date: '2028-01-01', name: 'Tahun Baru 2028 Masehi', source: 'SKB 3 Menteri' }],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_DAYS_AT_ONCE)
  @IsObject({ each: true })
  days: object[];
}

/** Working hours that hold for a time, in place of what the calendar's file says of the same code. */
@InputType({ description: 'Working hours that hold for a time.' })
export class ChangeProfileInput {
  @Field(() => String, { description: 'Name.' })
  @ApiProperty({ description: 'Name.', type: String, example: 'Ramadan 1448 H' })
  @IsString()
  @MaxLength(300)
  name: string;

  @Field(() => String, { nullable: true, description: 'The decree or announcement that says so.' })
  @ApiPropertyOptional({ description: 'The decree or announcement that says so.', type: String, example: 'Sidang isbat' })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  source?: string;

  @Field(() => Boolean, { nullable: true, description: 'False: expected, and still to be confirmed. True without it.' })
  @ApiPropertyOptional({ description: 'False: expected, and still to be confirmed. True without it.', type: Boolean })
  @IsOptional()
  @IsBoolean()
  confirmed?: boolean;

  @Field(() => String, { nullable: true, description: 'First day; without it, from ever.' })
  @ApiPropertyOptional({ description: 'First day; without it, from ever.', type: String, format: 'date', example: '2027-02-08' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  from?: string;

  @Field(() => String, { nullable: true, description: 'Last day; without it, for ever.' })
  @ApiPropertyOptional({ description: 'Last day; without it, for ever.', type: String, format: 'date', example: '2027-03-09' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  until?: string;

  @Field(() => Json, {
    description:
      'Hours per weekday (mon to sun, or a range such as mon-thu): a list of intervals, or `hours` with `breaks`. A weekday that is left out is free.',
  })
  @ApiProperty({
    description:
      'Hours per weekday (mon to sun, or a range such as mon-thu): a list of intervals, or `hours` with `breaks`. A weekday that is left out is free.',
    type: 'object',
    additionalProperties: true,
    example: { 'mon-thu': ['08:00-12:00', '12:30-15:00'], fri: { hours: '08:00-15:30', breaks: ['11:30-12:30'] } },
  })
  @IsObject()
  week: Record<string, unknown>;
}

/** That something expected has become official. */
@InputType({ description: 'That something expected has become official.' })
export class ConfirmInput {
  @Field(() => String, { nullable: true, description: 'The decree or announcement that says so, in place of the source until now.' })
  @ApiPropertyOptional({ description: 'The decree or announcement that says so, in place of the source until now.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  source?: string;
}
