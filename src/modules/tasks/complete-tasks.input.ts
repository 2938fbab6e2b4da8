import { Field, InputType, Int } from '@nestjs/graphql';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayUnique, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { ListOf } from '../../platform/api/list-of.js';
import { CompleteTaskInput } from './complete-task.input.js';

/** Initials and signatures are put on a folder of letters, not on an archive. */
export const MOST_AT_ONCE = 50;

@InputType({ description: 'One task of several, and how it is ended.' })
export class CompleteOneInput extends CompleteTaskInput {
  @Field(() => String, { description: 'Id of the task.' })
  @ApiProperty({ description: 'Id of the task.', type: String, format: 'uuid' })
  @IsUUID()
  task: string;

  @Field(() => Int, { nullable: true, description: 'Version of the application that was read; refused when it has changed.' })
  @ApiPropertyOptional({ description: 'Version of the application that was read; refused when it has changed.', type: Number })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(999_999_999)
  version?: number;
}

@InputType({ description: 'Several tasks to be ended in one request, each by itself.' })
export class CompleteTasksInput {
  @Field(() => [CompleteOneInput], { description: `At most ${MOST_AT_ONCE}, each task once.` })
  @ApiProperty({ description: `At most ${MOST_AT_ONCE}, each task once.`, type: [CompleteOneInput], minItems: 1, maxItems: MOST_AT_ONCE })
  @ListOf(() => CompleteOneInput, MOST_AT_ONCE)
  @ArrayUnique((item: CompleteOneInput | null) => String(item?.task).toLowerCase())
  items: CompleteOneInput[];
}
