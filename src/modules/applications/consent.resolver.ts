import { Query, Resolver } from '@nestjs/graphql';
import { ReaderLanguage, type Language } from '../../platform/api/request-context.js';
import { Public } from '../../platform/auth/guard.js';
import { Consent } from './consent.js';
import { ConsentView } from './consent.view.js';

@Resolver(() => ConsentView)
export class ConsentResolver {
  constructor(private readonly consent: Consent) {}

  @Query(() => ConsentView, { description: 'What applicants consent to, and the version of the text.' })
  @Public()
  consentText(@ReaderLanguage() language: Language): ConsentView {
    return this.consent.shown(language);
  }
}
