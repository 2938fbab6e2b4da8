import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../../platform/api/api-field.js';

@ObjectType('SecondFactor', { description: 'Whether an account has a second factor.' })
export class SecondFactorView {
  @ApiField(() => Boolean, { description: 'Whether signing in asks for a code.' })
  enrolled: boolean;

  @ApiField(() => Boolean, { description: 'Whether the roles of the reader require one here.' })
  required: boolean;

  @ApiField(() => Int, { description: 'Recovery codes that were not used yet.' })
  recoveryCodesLeft: number;
}

@ObjectType('SecondFactorSecret', { description: 'The secret of a new second factor; it counts once it is confirmed.' })
export class SecondFactorSecretView {
  @ApiField(() => String, { description: 'Secret in base32, to type into an authenticator app.' })
  secret: string;

  @ApiField(() => String, { description: 'The same as an otpauth URI, to show as a QR code.' })
  uri: string;
}

@ObjectType('RecoveryCodes', { description: 'Codes for a lost device, shown once.' })
export class RecoveryCodesView {
  @ApiField(() => [String], { description: 'Each is good for one use in place of a code.' })
  recoveryCodes: string[];
}

@ObjectType('StepUp', { description: 'The renewed authentication of a session.' })
export class StepUpView {
  @ApiField(() => String, { description: 'When (RFC 3339).' })
  authenticatedAt: string;

  @ApiField(() => String, {
    description: 'Until when it is fresh enough to sign and to administer (RFC 3339); null where that has no end.',
    nullable: true,
  })
  until: string | null;
}
