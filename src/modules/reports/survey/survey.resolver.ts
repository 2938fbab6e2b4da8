import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { ReaderLanguage, type Language } from '../../../platform/api/request-context.js';
import { Caller, type CallerAddress } from '../../../platform/rate/caller.js';
import { Public } from '../../../platform/auth/guard.js';
import { InputArg, TextArg } from '../../../platform/graphql/args.js';
import { SurveyService } from './survey.service.js';
import { SurveyInput, SurveyView } from './survey.view.js';

@Resolver(() => SurveyView)
export class SurveyResolver {
  constructor(private readonly surveys: SurveyService) {}

  @Query(() => SurveyView, { description: 'What the satisfaction survey asks, and whether it can be answered.' })
  @Public()
  survey(
    @TextArg('receiptNumber', 'Number of the receipt.') receiptNumber: string,
    @TextArg('code', 'Tracking code on the receipt.') code: string,
    @ReaderLanguage() language: Language,
    @Caller() caller: CallerAddress,
  ): Promise<SurveyView> {
    return this.surveys.find(receiptNumber.slice(0, 100), code.slice(0, 100), language, caller);
  }

  @Mutation(() => SurveyView, { description: 'Answers the satisfaction survey: once, after hand-over.' })
  @Public()
  answerSurvey(
    @TextArg('receiptNumber', 'Number of the receipt.') receiptNumber: string,
    @TextArg('code', 'Tracking code on the receipt.') code: string,
    @InputArg(SurveyInput, 'The answers.') input: SurveyInput,
    @ReaderLanguage() language: Language,
    @Caller() caller: CallerAddress,
  ): Promise<SurveyView> {
    return this.surveys.answer(receiptNumber.slice(0, 100), code.slice(0, 100), input, language, caller);
  }
}
