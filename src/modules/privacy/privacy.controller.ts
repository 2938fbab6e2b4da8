import { Body, Controller, Get, Header, HttpCode, Post, Query, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer, ApiPage } from '../../platform/api/api-answer.js';
import { OneExport } from '../../platform/api/one-export.js';
import { PageQuery } from '../../platform/api/page-query.js';
import type { Page } from '../../platform/api/paging.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { AccessView } from './access.view.js';
import { OwnAccesses } from './own-accesses.js';
import { PersonExportView, PersonInput } from './person-export.view.js';
import { PrivacyService } from './privacy.service.js';

@ApiTags('privacy')
@ApiBearerAuth()
@Controller('v1')
export class PrivacyController {
  constructor(
    private readonly privacy: PrivacyService,
    private readonly ownAccesses: OwnAccesses,
  ) {}

  @Get('me/export')
  @UseInterceptors(OneExport)
  @Allow('persons.own')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'Everything that is kept about me and my applications, by pages of applications' })
  @ApiAnswer(200, PersonExportView)
  own(@CurrentPrincipal() principal: Principal, @Query() query: PageQuery): Promise<PersonExportView> {
    return this.privacy.own(principal, query);
  }

  @Get('me/accesses')
  @Allow('persons.own')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'Which staff have read my applications, by role, what and when; the newest first' })
  @ApiPage(AccessView)
  accesses(@CurrentPrincipal() principal: Principal, @Query() query: PageQuery): Promise<Page<AccessView>> {
    return this.ownAccesses.list(principal, query);
  }

  /** By POST, as a NIK in an address would end in logs of servers on the way. */
  @Post('persons/export')
  @HttpCode(200)
  @UseInterceptors(OneExport)
  @Allow('persons.export')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'Everything that is kept about one person, by NIK; for an administrator who answers them' })
  @ApiAnswer(200, PersonExportView)
  person(@CurrentPrincipal() principal: Principal, @Body() input: PersonInput): Promise<PersonExportView> {
    return this.privacy.person(principal, input);
  }
}
