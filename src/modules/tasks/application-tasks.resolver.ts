import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { loadFor } from '../../platform/graphql/loaders.js';
import type { GraphqlContext } from '../../platform/graphql/problem.plugin.js';
import { ApplicationDetailView } from '../../workflow/application-detail.view.js';
import { ApplicationView } from '../../workflow/application.view.js';
import { CaseTasks } from './case-tasks.js';
import { CaseTaskView } from './task.view.js';

@Resolver(() => ApplicationView)
export class ApplicationTasksResolver {
  constructor(private readonly caseTasks: CaseTasks) {}

  @ResolveField(() => [CaseTaskView], { description: 'Its tasks, done and open, oldest first.' })
  async tasks(@Parent() { id }: ApplicationView, @Context() { req }: GraphqlContext): Promise<CaseTaskView[]> {
    return (await loadFor(req, this.caseTasks, id, (ids) => this.caseTasks.of(req.principal!, ids))) ?? [];
  }
}

@Resolver(() => ApplicationDetailView)
export class ApplicationDetailTasksResolver extends ApplicationTasksResolver {}
