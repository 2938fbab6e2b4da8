import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { ApiAnswer } from '../../../platform/api/api-answer.js';
import { ReaderLanguage, type Language } from '../../../platform/api/request-context.js';
import { Caller, type CallerAddress } from '../../../platform/rate/caller.js';
import { Public } from '../../../platform/auth/guard.js';
import { SurveyService } from './survey.service.js';
import { SurveyInput, SurveyView } from './survey.view.js';
import { Typed } from '../../../platform/api/typed.js';

class ReceiptQuery {
  @ApiPropertyOptional({ description: 'Tracking code, as on the receipt.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  @Typed('code')
  code?: string;
}

@ApiTags('public')
@Controller('v1/track')
export class SurveyController {
  constructor(private readonly surveys: SurveyService) {}

  @Get(':receiptNumber/survey')
  @Public()
  @ApiOperation({ summary: 'What the satisfaction survey asks, and whether it can be answered' })
  @ApiAnswer(200, SurveyView)
  find(
    @Param('receiptNumber') receiptNumber: string,
    @Query() { code = '' }: ReceiptQuery,
    @ReaderLanguage() language: Language,
    @Caller() caller: CallerAddress,
  ): Promise<SurveyView> {
    return this.surveys.find(receiptNumber.slice(0, 100), code, language, caller);
  }

  @Post(':receiptNumber/survey')
  @Public()
  @ApiOperation({ summary: 'Answer the satisfaction survey: once, after hand-over' })
  @ApiAnswer(201, SurveyView)
  answer(
    @Param('receiptNumber') receiptNumber: string,
    @Query() { code = '' }: ReceiptQuery,
    @Body() input: SurveyInput,
    @ReaderLanguage() language: Language,
    @Caller() caller: CallerAddress,
  ): Promise<SurveyView> {
    return this.surveys.answer(receiptNumber.slice(0, 100), code, input, language, caller);
  }
}
