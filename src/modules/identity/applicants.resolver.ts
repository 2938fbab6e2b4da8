import { Mutation, Resolver } from '@nestjs/graphql';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { Allow } from '../../platform/auth/guard.js';
import { IdArg } from '../../platform/graphql/args.js';
import { ApplicantAccountView } from './applicant-account.view.js';
import { ApplicantsService } from './applicants.service.js';

@Resolver(() => ApplicantAccountView)
export class ApplicantsResolver {
  constructor(private readonly service: ApplicantsService) {}

  @Mutation(() => ApplicantAccountView, { description: 'Disables the account of an applicant; whoever is signed in is signed out.' })
  @Allow('applicants.manage')
  disableApplicant(@Command() command: ApiCommand, @IdArg('Id of the applicant.') id: string): Promise<ApplicantAccountView> {
    return this.service.setDisabled(command, id, true);
  }

  @Mutation(() => ApplicantAccountView, { description: 'Enables the account of an applicant again.' })
  @Allow('applicants.manage')
  enableApplicant(@Command() command: ApiCommand, @IdArg('Id of the applicant.') id: string): Promise<ApplicantAccountView> {
    return this.service.setDisabled(command, id, false);
  }
}
