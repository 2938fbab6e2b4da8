import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { SchemaObject } from '../../platform/api/api-answer.js';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';

export const KINDS = ['holiday', 'joint-leave', 'closed', 'short', 'extra', 'ordinary'] as const;

/** More days than a decree of several years holds. */
export const MOST_DAYS_AT_ONCE = 1000;

/** What a date is, in place of what the calendar's file says. */
export class ChangeDayInput {
  @ApiPropertyOptional({
    description:
      '`holiday` without it; `joint-leave` is cuti bersama; `closed` any other day without work; `short` and `extra` have hours; ' +
      '`ordinary`: as its weekday, whatever the file says.',
    enum: KINDS,
  })
  @IsOptional()
  @IsIn(KINDS)
  kind?: (typeof KINDS)[number];

  @ApiProperty({ description: 'Name.', type: String, example: 'Hari Jadi Kabupaten Dairi' })
  @IsString()
  @MaxLength(300)
  name: string;

  @ApiPropertyOptional({ description: 'The decree that says so.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  source?: string;

  @ApiPropertyOptional({ description: 'False: expected, and still to be confirmed. True without it.', type: Boolean })
  @IsOptional()
  @IsBoolean()
  confirmed?: boolean;

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
export class ImportDaysInput {
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
export class ChangeProfileInput {
  @ApiProperty({ description: 'Name.', type: String, example: 'Ramadan 1448 H' })
  @IsString()
  @MaxLength(300)
  name: string;

  @ApiPropertyOptional({ description: 'The decree or announcement that says so.', type: String, example: 'Sidang isbat' })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  source?: string;

  @ApiPropertyOptional({ description: 'False: expected, and still to be confirmed. True without it.', type: Boolean })
  @IsOptional()
  @IsBoolean()
  confirmed?: boolean;

  @ApiPropertyOptional({ description: 'First day; without it, from ever.', type: String, format: 'date', example: '2027-02-08' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  from?: string;

  @ApiPropertyOptional({ description: 'Last day; without it, for ever.', type: String, format: 'date', example: '2027-03-09' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  until?: string;

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
export class ConfirmInput {
  @ApiPropertyOptional({ description: 'The decree or announcement that says so, in place of the source until now.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  source?: string;
}
