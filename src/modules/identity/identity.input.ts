import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from './password-policy.js';
import { FORMS, OfForm } from '../../platform/api/of-form.js';
import { Typed } from '../../platform/api/typed.js';
import { OptionalFactorCode } from './second-factor/factor-code.js';

/** A user name as it may be chosen: no two that look alike but for their case. */
export const USERNAME = /^[a-z0-9][a-z0-9._@-]{2,63}$/;

const FACTOR_CODE = {
  description: 'Code of the authenticator app or a recovery code, where the account has a second factor.',
  type: String,
};

export class SignInInput {
  @ApiPropertyOptional({ description: 'Code of the agency, where people of several have the name.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  agency?: string;

  @ApiProperty({ description: 'User name.', type: String, example: 'frontoffice' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  @Typed('username')
  username: string;

  @ApiProperty({ description: 'Password.', type: String, example: 'terbit' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_PASSWORD)
  password: string;

  @ApiPropertyOptional(FACTOR_CODE)
  @OptionalFactorCode()
  code?: string;
}

export class RefreshInput {
  @ApiProperty({ description: 'The `refreshToken` that came last; it is good for one use.', type: String })
  @IsString()
  @IsNotEmpty()
  @MaxLength(400)
  refreshToken: string;
}

export class ChangePasswordInput {
  @ApiPropertyOptional({ description: 'Code of the agency, where people of several have the name.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  agency?: string;

  @ApiProperty({ description: 'User name.', type: String })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  @Typed('username')
  username: string;

  @ApiProperty({ description: 'The password until now.', type: String })
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_PASSWORD)
  currentPassword: string;

  @ApiProperty({ description: `The new one, ${SHORTEST_PASSWORD} characters or more.`, type: String })
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_PASSWORD)
  newPassword: string;

  @ApiPropertyOptional(FACTOR_CODE)
  @OptionalFactorCode()
  code?: string;
}

/** An applicant who makes an account for themselves. */
export class RegisterInput {
  @ApiPropertyOptional({ description: 'Code of the agency, where there are several.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  agency?: string;

  @ApiProperty({ description: 'Name, as on the identity card.', type: String })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  @OfForm(/\p{L}/u, FORMS.name)
  @Typed('name')
  name: string;

  @ApiProperty({ description: 'User name: 3 to 64 of a-z, 0-9 and . _ @ -', type: String })
  @IsString()
  @OfForm(USERNAME, FORMS.username)
  @Typed('username')
  username: string;

  @ApiPropertyOptional({
    description: 'Mail address; a code that is sent to it confirms it. Without one, a forgotten password cannot be replaced by mail.',
    type: String,
  })
  @IsOptional()
  @IsString()
  @MaxLength(254)
  @IsEmail()
  @Typed('email')
  email?: string;

  @ApiProperty({ description: `Password, ${SHORTEST_PASSWORD} characters or more.`, type: String })
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_PASSWORD)
  password: string;
}
