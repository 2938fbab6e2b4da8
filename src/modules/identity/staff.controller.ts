import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer, ApiPage } from '../../platform/api/api-answer.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import type { Page } from '../../platform/api/paging.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { OfficialNikService } from './official-nik.service.js';
import { NewStaffInput, OfficialNikInput, StaffPasswordInput, StaffQuery, StaffRolesInput } from './staff.input.js';
import { StaffService } from './staff.service.js';
import { OfficialNikView, StaffView } from './staff.view.js';

@ApiTags('identity')
@ApiBearerAuth()
@Controller('v1/staff')
export class StaffController {
  constructor(
    private readonly staff: StaffService,
    private readonly niks: OfficialNikService,
  ) {}

  @Get()
  @Allow('staff.manage')
  @ApiOperation({ summary: 'The staff of the agency' })
  @ApiPage(StaffView)
  list(@CurrentPrincipal() principal: Principal, @Query() query: StaffQuery): Promise<Page<StaffView>> {
    return this.staff.list(principal, query);
  }

  @Post()
  @Allow('staff.manage')
  @ApiOperation({ summary: 'Give somebody of the staff an account' })
  @ApiAnswer(201, StaffView)
  add(@CurrentPrincipal() principal: Principal, @Body() input: NewStaffInput): Promise<StaffView> {
    return this.staff.add(principal, input);
  }

  @Put(':id/roles')
  @Allow('staff.manage')
  @ApiOperation({ summary: 'Say which roles somebody holds from now on' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, StaffView)
  changeRoles(@Command() command: ApiCommand, @Param('id', IdPipe) id: string, @Body() { roles }: StaffRolesInput): Promise<StaffView> {
    return this.staff.changeRoles(command, id, roles);
  }

  @Post(':id/disable')
  @HttpCode(200)
  @Allow('staff.manage')
  @ApiOperation({ summary: 'Let somebody in no more; whoever is signed in is signed out' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, StaffView)
  disable(@Command() command: ApiCommand, @Param('id', IdPipe) id: string): Promise<StaffView> {
    return this.staff.disable(command, id);
  }

  @Post(':id/enable')
  @HttpCode(200)
  @Allow('staff.manage')
  @ApiOperation({ summary: 'Let somebody in again' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, StaffView)
  enable(@Command() command: ApiCommand, @Param('id', IdPipe) id: string): Promise<StaffView> {
    return this.staff.enable(command, id);
  }

  @Put(':id/nik')
  @Allow('staff.manage')
  @ApiOperation({ summary: 'Say which NIK an official has, so that they do not work on their own application; or take it away' })
  @ApiAnswer(200, OfficialNikView)
  setNik(
    @CurrentPrincipal() principal: Principal,
    @Param('id', IdPipe) id: string,
    @Body() { nik }: OfficialNikInput,
  ): Promise<OfficialNikView> {
    return this.niks.set(principal, id, nik ?? null);
  }

  @Put(':id/password')
  @Allow('staff.manage')
  @ApiOperation({ summary: 'Give somebody another password, good for choosing one of their own' })
  @ApiAnswer(200, StaffView)
  resetPassword(
    @CurrentPrincipal() principal: Principal,
    @Param('id', IdPipe) id: string,
    @Body() input: StaffPasswordInput,
  ): Promise<StaffView> {
    return this.staff.resetPassword(principal, id, input);
  }
}
