import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer, ApiFile, ApiPage } from '../../platform/api/api-answer.js';
import type { Page } from '../../platform/api/paging.js';
import { ReaderLanguage, type Language } from '../../platform/api/request-context.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { CatalogueService } from './catalogue.service.js';
import { ServiceSummaryView, ServiceView } from './service.view.js';

@ApiTags('services')
@ApiBearerAuth()
@Controller('v1/services')
export class CatalogueController {
  constructor(private readonly catalogue: CatalogueService) {}

  @Get()
  @Allow('services.read')
  @ApiOperation({ summary: 'What can be applied for' })
  @ApiPage(ServiceSummaryView)
  list(@CurrentPrincipal() principal: Principal, @ReaderLanguage() language: Language): Page<ServiceSummaryView> {
    return { items: this.catalogue.list(principal, language), next: null };
  }

  @Get(':code')
  @Allow('services.read')
  @ApiOperation({ summary: 'One service: the SOP as data, its requirements and its form' })
  @ApiAnswer(200, ServiceView)
  one(@CurrentPrincipal() principal: Principal, @Param('code') code: string, @ReaderLanguage() language: Language): ServiceView {
    return this.catalogue.one(principal, code, language);
  }

  @Get(':code/diagram.svg')
  @Allow('services.read')
  @Header('content-type', 'image/svg+xml; charset=utf-8')
  @ApiOperation({ summary: 'The SOP as a picture, a lane per role' })
  @ApiFile('image/svg+xml')
  picture(@CurrentPrincipal() principal: Principal, @Param('code') code: string, @ReaderLanguage() language: Language): string {
    return this.catalogue.picture(principal, code, language);
  }
}
