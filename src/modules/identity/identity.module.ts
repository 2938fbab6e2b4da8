import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountAddresses } from './account-mail/account-addresses.js';
import { AccountEmailService } from './account-mail/account-email.service.js';
import { AccountLinks } from './account-mail/account-links.js';
import { AccountMailController } from './account-mail/account-mail.controller.js';
import { AccountMailResolver } from './account-mail/account-mail.resolver.js';
import { PasswordResetService } from './account-mail/password-reset.service.js';
import { ActingPeriods } from './acting-periods.js';
import { ApplicantsController } from './applicants.controller.js';
import { ApplicantsResolver } from './applicants.resolver.js';
import { ApplicantsService } from './applicants.service.js';
import { BuiltInIssuer } from './built-in-issuer.js';
import { Deputies } from './deputies.js';
import { FirstUsers } from './first-users.js';
import { SignInRetention } from './sign-in-retention.js';
import { IdentityController } from './identity.controller.js';
import { IdentityResolver } from './identity.resolver.js';
import { IdentityService } from './identity.service.js';
import { OfficialNikService } from './official-nik.service.js';
import { StaffingCheck } from './staffing-check.js';
import { RegistrationService } from './registration.service.js';
import { SessionsService } from './sessions.service.js';
import { SignInFailures } from './sign-in-failures.js';
import { SignInService } from './sign-in.service.js';
import { FactorCheck } from './second-factor/factor-check.js';
import { FactorStore } from './second-factor/factor-store.js';
import { SecondFactorController } from './second-factor/second-factor.controller.js';
import { SecondFactorResolver } from './second-factor/second-factor.resolver.js';
import { SecondFactorService } from './second-factor/second-factor.service.js';
import { StepUpService } from './second-factor/step-up.service.js';
import { StaffController } from './staff.controller.js';
import { StaffResolver } from './staff.resolver.js';
import { StaffService } from './staff.service.js';
import { StandInsController } from './stand-ins.controller.js';
import { StandInsResolver } from './stand-ins.resolver.js';
import { StandInsService } from './stand-ins.service.js';
import { UserRow } from './user.entity.js';
import { Users } from './users.js';

@Module({
  imports: [TypeOrmModule.forFeature([UserRow])],
  controllers: [
    AccountMailController,
    ApplicantsController,
    IdentityController,
    SecondFactorController,
    StaffController,
    StandInsController,
  ],
  providers: [
    AccountAddresses,
    AccountEmailService,
    AccountLinks,
    AccountMailResolver,
    ActingPeriods,
    ApplicantsResolver,
    ApplicantsService,
    BuiltInIssuer,
    Deputies,
    FactorCheck,
    FactorStore,
    FirstUsers,
    SignInRetention,
    IdentityService,
    OfficialNikService,
    StaffingCheck,
    IdentityResolver,
    PasswordResetService,
    RegistrationService,
    SecondFactorResolver,
    SecondFactorService,
    SessionsService,
    SignInFailures,
    SignInService,
    StaffService,
    StaffResolver,
    StandInsService,
    StandInsResolver,
    StepUpService,
    Users,
  ],
  exports: [AccountAddresses, FirstUsers, SignInService, StaffingCheck],
})
export class IdentityModule {}
