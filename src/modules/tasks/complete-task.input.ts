import { Field, InputType } from '@nestjs/graphql';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import { Json } from '../../platform/api/json.scalar.js';
import { Multiline } from '../../platform/api/multiline.js';
import { ConfirmedWarnings } from '../../workflow/confirmed-warnings.js';

@InputType({ description: 'How a task is ended.' })
export class CompleteTaskInput {
  @Field(() => String, { description: 'Key of one of its outcomes.' })
  @ApiProperty({ description: 'Key of one of its outcomes.', type: String })
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  outcome: string;

  @Field(() => String, { nullable: true, description: 'A note for the timeline.' })
  @ApiPropertyOptional({ description: 'A note for the timeline.', type: String, maxLength: 2000, nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  @Multiline()
  note?: string | null;

  @Field(() => Json, { nullable: true, description: 'Input of the activity, by the JSON Schema of the outcome.' })
  @ApiPropertyOptional({ description: 'Input of the activity, by the JSON Schema of the outcome.', type: Object, nullable: true })
  @IsOptional()
  @IsObject()
  input?: Record<string, unknown> | null;

  @ConfirmedWarnings()
  confirmedWarnings?: string[] | null;
}
