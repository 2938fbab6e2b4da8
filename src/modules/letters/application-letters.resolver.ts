import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { loadFor } from '../../platform/graphql/loaders.js';
import type { GraphqlContext } from '../../platform/graphql/problem.plugin.js';
import { ApplicationDetailView } from '../../workflow/application-detail.view.js';
import { ApplicationView } from '../../workflow/application.view.js';
import { LetterView } from './letter.view.js';
import { LettersService } from './letters.service.js';

@Resolver(() => ApplicationView)
export class ApplicationLettersResolver {
  constructor(private readonly service: LettersService) {}

  @ResolveField(() => [LetterView], { description: 'Its letters, drafts among them, oldest first.' })
  async letters(@Parent() { id }: ApplicationView, @Context() { req }: GraphqlContext): Promise<LetterView[]> {
    return (await loadFor(req, this.service, id, (ids) => this.service.ofApplications(req.principal!, ids))) ?? [];
  }
}

@Resolver(() => ApplicationDetailView)
export class ApplicationDetailLettersResolver extends ApplicationLettersResolver {}
