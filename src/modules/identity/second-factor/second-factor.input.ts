import { InputType } from '@nestjs/graphql';
import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import type { Sentence } from '../../../kernel/refusal.js';
import { ApiField } from '../../../platform/api/api-field.js';
import { Typed } from '../../../platform/api/typed.js';
import { LONGEST_PASSWORD } from '../password-policy.js';
import { LONGEST_CODE, OptionalFactorCode } from './factor-code.js';

export const PASSWORD_MISSING: Sentence = {
  id: 'Akun ini tidak memakai faktor kedua; kirim kata sandinya.',
  en: 'This account has no second factor; send its password.',
};

@InputType({ description: 'Who enrols a second factor proves by the password who they are.' })
export class BeginSecondFactorInput {
  @ApiField(() => String, { description: 'Password.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_PASSWORD)
  password: string;
}

@InputType({ description: 'The first code of a new second factor.' })
export class ConfirmSecondFactorInput {
  @ApiField(() => String, { description: 'Code that the authenticator app shows.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_CODE)
  @Typed('code')
  code: string;
}

@InputType({ description: 'Who takes their own second factor away.' })
export class DisableSecondFactorInput {
  @ApiField(() => String, { description: 'Password.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_PASSWORD)
  password: string;

  @ApiField(() => String, { description: 'Code of the authenticator app, or a recovery code.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_CODE)
  @Typed('code')
  code: string;
}

@InputType({ description: 'Who proves once more who they are.' })
export class StepUpInput {
  @ApiField(() => String, { description: 'Password, where the account has no second factor.', optional: true })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_PASSWORD)
  password?: string;

  @ApiField(() => String, { description: 'Code of the authenticator app, or a recovery code, where it has one.', optional: true })
  @OptionalFactorCode()
  code?: string;
}
