import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { IdArg, InputArg } from '../../platform/graphql/args.js';
import { connection, paged, type Connection } from '../../platform/graphql/connection.js';
import { OfficialNikService } from './official-nik.service.js';
import { NewStaffInput, OfficialNikInput, StaffPasswordInput, StaffRolesInput } from './staff.input.js';
import { StaffService } from './staff.service.js';
import { OfficialNikView, StaffArgs, StaffPage, StaffView } from './staff.view.js';

@Resolver(() => StaffView)
export class StaffResolver {
  constructor(
    private readonly service: StaffService,
    private readonly niks: OfficialNikService,
  ) {}

  @Query(() => StaffPage, { description: 'The staff of the agency.' })
  @Allow('staff.manage')
  async staff(@CurrentPrincipal() principal: Principal, @Args() args: StaffArgs): Promise<Connection<StaffView>> {
    return connection(await this.service.list(principal, paged(args)));
  }

  @Mutation(() => StaffView, { description: 'Gives somebody of the staff an account.' })
  @Allow('staff.manage')
  addStaff(
    @CurrentPrincipal() principal: Principal,
    @InputArg(NewStaffInput, 'Who is to have an account.') input: NewStaffInput,
  ): Promise<StaffView> {
    return this.service.add(principal, input);
  }

  @Mutation(() => StaffView, { description: 'Says which roles somebody holds from now on.' })
  @Allow('staff.manage')
  changeStaffRoles(
    @Command() command: ApiCommand,
    @IdArg('Id of the member of staff.') id: string,
    @InputArg(StaffRolesInput, 'The roles from now on.') { roles }: StaffRolesInput,
  ): Promise<StaffView> {
    return this.service.changeRoles(command, id, roles);
  }

  @Mutation(() => StaffView, { description: 'Lets somebody in no more; whoever is signed in is signed out.' })
  @Allow('staff.manage')
  disableStaff(@Command() command: ApiCommand, @IdArg('Id of the member of staff.') id: string): Promise<StaffView> {
    return this.service.disable(command, id);
  }

  @Mutation(() => StaffView, { description: 'Lets somebody in again.' })
  @Allow('staff.manage')
  enableStaff(@Command() command: ApiCommand, @IdArg('Id of the member of staff.') id: string): Promise<StaffView> {
    return this.service.enable(command, id);
  }

  @Mutation(() => OfficialNikView, { description: 'Says which NIK an official has, so that they do not work on their own application.' })
  @Allow('staff.manage')
  setOfficialNik(
    @CurrentPrincipal() principal: Principal,
    @IdArg('Id of the official.') id: string,
    @InputArg(OfficialNikInput, 'The NIK.') { nik }: OfficialNikInput,
  ): Promise<OfficialNikView> {
    return this.niks.set(principal, id, nik ?? null);
  }

  @Mutation(() => StaffView, { description: 'Gives somebody another password, good for choosing one of their own.' })
  @Allow('staff.manage')
  resetStaffPassword(
    @CurrentPrincipal() principal: Principal,
    @IdArg('Id of the member of staff.') id: string,
    @InputArg(StaffPasswordInput, 'The new password.') input: StaffPasswordInput,
  ): Promise<StaffView> {
    return this.service.resetPassword(principal, id, input);
  }
}
