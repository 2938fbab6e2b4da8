import { Field, InputType } from '@nestjs/graphql';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import { Json } from '../../platform/api/json.scalar.js';
import { Multiline } from '../../platform/api/multiline.js';
import { ConfirmedWarnings } from '../../workflow/confirmed-warnings.js';

@InputType({ description: 'An application to be opened.' })
export class OpenApplicationInput {
  @Field(() => String, { description: 'Code of the service.' })
  @ApiProperty({ description: 'Code of the service.', type: String })
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  service: string;

  @Field(() => Json, { nullable: true, description: 'Who applies; JSON Schema in the service (`applicant`).' })
  @ApiPropertyOptional({
    description: 'Who applies; JSON Schema in the service (`applicant`). Without it: the signed-in applicant.',
    type: Object,
  })
  @IsOptional()
  @IsObject()
  applicant?: Record<string, unknown>;

  @Field(() => Json, { description: 'The form; JSON Schema in the service (`form`).' })
  @ApiProperty({ description: 'The form; JSON Schema in the service (`form`).', type: Object })
  @IsObject()
  form: Record<string, unknown>;

  @ConfirmedWarnings()
  confirmedWarnings?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Version of the text of consent that the applicant has accepted (`consentText`).' })
  @ApiPropertyOptional({
    description:
      'Version of the text of consent that the applicant has accepted (`GET /v1/consent`); needed where CONSENT_REQUIRED says so.',
    type: String,
    maxLength: 50,
  })
  @IsOptional()
  @IsString()
  @MaxLength(50)
  consent?: string;
}

@InputType({ description: 'A withdrawal.' })
export class WithdrawInput {
  @Field(() => String, { nullable: true, description: 'Why.' })
  @ApiPropertyOptional({ description: 'Why.', type: String, maxLength: 2000 })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  @Multiline()
  reason?: string;
}
