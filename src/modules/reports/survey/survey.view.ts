import { InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { ApiField } from '../../../platform/api/api-field.js';
import { ELEMENTS, HIGHEST, LOWEST } from './elements.js';
import { Multiline } from '../../../platform/api/multiline.js';

/** An answer about one element. */
function Answer(index: number): PropertyDecorator {
  const { label } = ELEMENTS[index]!;
  const rules = [IsInt(), Min(LOWEST), Max(HIGHEST), ApiField(() => Int, { description: `${label.en}, from 1 to 4.`, example: 4 })];
  return (target, key) => rules.forEach((rule) => rule(target, key));
}

@InputType({ description: 'Answers to the satisfaction survey, each from 1 (bad) to 4 (very good).' })
export class SurveyInput {
  @Answer(0) requirements: number;
  @Answer(1) procedure: number;
  @Answer(2) time: number;
  @Answer(3) cost: number;
  @Answer(4) product: number;
  @Answer(5) competence: number;
  @Answer(6) conduct: number;
  @Answer(7) complaints: number;
  @Answer(8) facilities: number;

  @ApiField(() => String, { description: 'Complaint or suggestion, in one’s own words.', optional: true })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  @Multiline()
  suggestion?: string;
}

@ObjectType('SurveyElement', { description: 'One thing that the survey asks about.' })
export class SurveyElementView {
  @ApiField(() => String, { description: 'Key of the answer.' })
  key: string;

  @ApiField(() => String, { description: 'What is asked about, in the language of the reader.' })
  label: string;
}

@ObjectType('Survey', { description: 'The satisfaction survey of one case, answered once after hand-over.' })
export class SurveyView {
  @ApiField(() => String, { description: 'Receipt number.' })
  receiptNumber: string;

  @ApiField(() => String, { description: 'not-yet (nothing was handed over), open, or answered.' })
  status: string;

  @ApiField(() => [SurveyElementView], { description: 'The nine elements of PermenPAN-RB 14/2017.' })
  elements: SurveyElementView[];

  @ApiField(() => String, { description: 'When it was answered (RFC 3339).', nullable: true })
  answeredAt: string | null;
}
