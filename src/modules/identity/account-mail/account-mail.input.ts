import { InputType } from '@nestjs/graphql';
import { IsEmail, IsIn, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { ApiField } from '../../../platform/api/api-field.js';
import { Typed } from '../../../platform/api/typed.js';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../password-policy.js';

export const LONGEST_EMAIL = 254;
const LONGEST_CODE = 200;

@InputType({ description: 'The mail address that an account is to have.' })
export class AccountEmailInput {
  @ApiField(() => String, { description: 'Mail address; it counts once it is confirmed.', example: 'warga@example.com' })
  @IsString()
  @MaxLength(LONGEST_EMAIL)
  @IsEmail()
  @Typed('email')
  email: string;

  @ApiField(() => String, { description: 'Password of the account.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_PASSWORD)
  password: string;

  @ApiField(() => String, { description: 'Language of the mail: id or en.', optional: true })
  @IsOptional()
  @IsIn(['id', 'en'])
  language?: 'id' | 'en';
}

@InputType({ description: 'The code that was sent to a mail address.' })
export class ConfirmEmailInput {
  @ApiField(() => String, { description: 'Code from the mail.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_CODE)
  @Typed('reference')
  code: string;
}

@InputType({ description: 'An applicant who has forgotten their password.' })
export class PasswordResetInput {
  @ApiField(() => String, { description: 'Code of the agency; all of them without it.', optional: true })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  agency?: string;

  @ApiField(() => String, { description: 'User name, or the mail address of the account.', example: 'warga@example.com' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_EMAIL)
  @Typed('username')
  account: string;
}

@InputType({ description: 'A new password by the code from the mail.' })
export class ConfirmPasswordResetInput {
  @ApiField(() => String, { description: 'Code from the mail.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_CODE)
  @Typed('reference')
  code: string;

  @ApiField(() => String, { description: `The new password, ${SHORTEST_PASSWORD} characters or more.` })
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_PASSWORD)
  newPassword: string;
}
