import { Body, Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer } from '../../platform/api/api-answer.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { PersonExportView, PersonInput } from './person-export.view.js';
import { PrivacyService } from './privacy.service.js';

@ApiTags('privacy')
@ApiBearerAuth()
@Controller('v1')
export class PrivacyController {
  constructor(private readonly privacy: PrivacyService) {}

  @Get('me/export')
  @Allow('persons.own')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'Everything that is kept about me and my applications' })
  @ApiAnswer(200, PersonExportView)
  own(@CurrentPrincipal() principal: Principal): Promise<PersonExportView> {
    return this.privacy.own(principal);
  }

  /** By POST, as a NIK in an address would end in logs of servers on the way. */
  @Post('persons/export')
  @HttpCode(200)
  @Allow('persons.export')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'Everything that is kept about one person, by NIK; for an administrator who answers them' })
  @ApiAnswer(200, PersonExportView)
  person(@CurrentPrincipal() principal: Principal, @Body() input: PersonInput): Promise<PersonExportView> {
    return this.privacy.person(principal, input);
  }
}
