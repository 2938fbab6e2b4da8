import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { ReaderLanguage, type Language } from '../../../platform/api/request-context.js';
import { Public } from '../../../platform/auth/guard.js';
import { SurveyService } from './survey.service.js';
import { SurveyInput, SurveyView } from './survey.view.js';

@Resolver(() => SurveyView)
export class SurveyResolver {
  constructor(private readonly surveys: SurveyService) {}

  @Query(() => SurveyView, { description: 'What the satisfaction survey asks, and whether it can be answered.' })
  @Public()
  survey(
    @Args('receiptNumber') receiptNumber: string,
    @Args('code') code: string,
    @ReaderLanguage() language: Language,
  ): Promise<SurveyView> {
    return this.surveys.find(receiptNumber.slice(0, 100), code.slice(0, 100), language);
  }

  @Mutation(() => SurveyView, { description: 'Answers the satisfaction survey: once, after hand-over.' })
  @Public()
  answerSurvey(
    @Args('receiptNumber') receiptNumber: string,
    @Args('code') code: string,
    @Args('input') input: SurveyInput,
    @ReaderLanguage() language: Language,
  ): Promise<SurveyView> {
    return this.surveys.answer(receiptNumber.slice(0, 100), code.slice(0, 100), input, language);
  }
}
