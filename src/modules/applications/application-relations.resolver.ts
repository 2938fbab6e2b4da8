import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { loadFor } from '../../platform/graphql/loaders.js';
import type { GraphqlContext } from '../../platform/graphql/problem.plugin.js';
import { ApplicationDetailView } from '../../workflow/application-detail.view.js';
import { ApplicationView } from '../../workflow/application.view.js';
import { CaseWarningView } from '../../workflow/case-warning.view.js';
import { DuplicateView } from '../../workflow/duplicate.view.js';
import { Duplicates } from '../../workflow/duplicates.js';
import { ApplicationDetails } from './application-details.js';
import { DocumentView } from './document.view.js';
import { DocumentsService } from './documents.service.js';
import { TimelineEntryView } from './timeline.view.js';

/** What belongs to an application, in a list of them as well: read for the whole list at once. */
@Resolver(() => ApplicationView)
export class ApplicationRelationsResolver {
  constructor(
    private readonly details: ApplicationDetails,
    private readonly files: DocumentsService,
    private readonly same: Duplicates,
  ) {}

  @ResolveField(() => [TimelineEntryView], { description: 'Every event: who, when, how long against the standard.' })
  async timeline(@Parent() { id }: ApplicationView, @Context() { req }: GraphqlContext): Promise<TimelineEntryView[]> {
    return (await loadFor(req, this.details, id, (ids) => this.details.timelines(req.principal!, ids))) ?? [];
  }

  /** Answers that were remembered before there were warnings have none. */
  @ResolveField(() => [CaseWarningView], { description: 'Rules of the service that it does not meet, for whoever checks it to look at.' })
  warnings(@Parent() { warnings }: ApplicationView): readonly CaseWarningView[] {
    return warnings ?? [];
  }

  @ResolveField(() => [DuplicateView], {
    description: 'Other applications of the same person for the same service; an applicant sees their own alone.',
  })
  async duplicates(@Parent() { id, duplicates }: ApplicationView, @Context() { req }: GraphqlContext): Promise<readonly DuplicateView[]> {
    return duplicates ?? (await loadFor(req, this.same, id, (ids) => this.same.ofAll(req.principal!, ids))) ?? [];
  }

  @ResolveField(() => [DocumentView], { description: 'The files that were handed in; their content is at REST.' })
  async documents(@Parent() { id }: ApplicationView, @Context() { req }: GraphqlContext): Promise<DocumentView[]> {
    return (await loadFor(req, this.files, id, (ids) => this.files.ofApplications(req.principal!, ids))) ?? [];
  }
}

@Resolver(() => ApplicationDetailView)
export class ApplicationDetailRelationsResolver extends ApplicationRelationsResolver {}
