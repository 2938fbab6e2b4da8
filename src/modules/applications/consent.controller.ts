import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiAnswer } from '../../platform/api/api-answer.js';
import { ReaderLanguage, type Language } from '../../platform/api/request-context.js';
import { Public } from '../../platform/auth/guard.js';
import { Consent } from './consent.js';
import { ConsentView } from './consent.view.js';

@ApiTags('public')
@Controller('v1/consent')
export class ConsentController {
  constructor(private readonly consent: Consent) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'What applicants consent to, and the version of the text' })
  @ApiAnswer(200, ConsentView)
  shown(@ReaderLanguage() language: Language): ConsentView {
    return this.consent.shown(language);
  }
}
