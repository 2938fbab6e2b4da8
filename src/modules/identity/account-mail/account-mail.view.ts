import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../../platform/api/api-field.js';

@ObjectType('AccountEmail', { description: 'The mail address of an account.' })
export class AccountEmailView {
  @ApiField(() => String, { description: 'The confirmed address.', nullable: true })
  email: string | null;

  @ApiField(() => String, { description: 'The address that a code was sent to just now.', nullable: true })
  pending: string | null;
}

@ObjectType('PasswordReset', { description: 'The same answer for every name: whoever has such an account gets a mail.' })
export class PasswordResetView {
  @ApiField(() => Int, { description: 'For how many minutes a code is good.' })
  validMinutes: number;
}

@ObjectType('RecoveredAccount', { description: 'The account that has a new password.' })
export class RecoveredAccountView {
  @ApiField(() => String, { description: 'Code of the agency.' })
  agency: string;

  @ApiField(() => String, { description: 'User name to sign in with.' })
  username: string;
}
