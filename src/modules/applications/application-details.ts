import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { Principal } from '../../kernel/principal.js';
import type { Page } from '../../platform/api/paging.js';
import { grouped } from '../../platform/graphql/loaders.js';
import { permitted } from '../../platform/auth/permissions.js';
import type { RecordRef } from '../../workflow/activity.js';
import { applicationView } from '../../workflow/application.view.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import type { EventRow } from '../../workflow/event.entity.js';
import type { ApplicationDetailView, RecordLinkView } from '../../workflow/application-detail.view.js';
import { maskedForm } from '../../workflow/personal-fields.js';
import { ApplicationForms } from './application-forms.js';
import { timeline, type TimelineEntryView } from './timeline.view.js';

/** One application in full: form, records and journal. */
@Injectable()
export class ApplicationDetails {
  constructor(
    private readonly reader: CaseReader,
    private readonly forms: ApplicationForms,
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
  ) {}

  async one(principal: Principal, id: string): Promise<ApplicationDetailView> {
    const row = await this.reader.application(principal, id);
    const { definition } = await this.registry.version(row.agency, row.service, row.definition);
    const [filled, events] = await Promise.all([this.forms.latest(row.agency, id), this.reader.events(row.agency, id)]);
    const shown = permitted(principal, 'personal.read') ? filled : maskedForm(definition, filled);
    return {
      ...applicationView(row, definition, { working: this.registry.working(row.agency), now: this.clock.now() }),
      applicant: shown.applicant,
      form: shown.form,
      records: records(events),
    };
  }

  /** All of it in one page: a case has as many events as its SOP has rows, and its returns. */
  async timeline(principal: Principal, id: string): Promise<Page<TimelineEntryView>> {
    const row = await this.reader.application(principal, id);
    const { definition } = await this.registry.version(row.agency, row.service, row.definition);
    const events = await this.reader.events(row.agency, id);
    return { items: timeline(definition, events), next: null };
  }

  /** The timelines of several cases at once, by case. */
  async timelines(principal: Principal, ids: readonly string[]): Promise<Map<string, TimelineEntryView[]>> {
    const rows = await this.reader.applicationsById(principal, ids);
    const events = grouped(await this.reader.eventsOf(principal.agency, rows), ({ application_id: id }) => id);
    const entries = rows.map(async (row): Promise<[string, TimelineEntryView[]]> => {
      const { definition } = await this.registry.version(row.agency, row.service, row.definition);
      return [row.id, timeline(definition, events.get(row.id) ?? [])];
    });
    return new Map(await Promise.all(entries));
  }
}

function records(events: readonly EventRow[]): RecordLinkView[] {
  const links = new Map<string, RecordLinkView>();
  for (const { body } of events) {
    const refs = body.type === 'completed' ? ((body.data['records'] ?? []) as RecordRef[]) : [];
    for (const { kind, id } of refs) links.set(id, { kind, id, href: `/v1/${kind}s/${id}` });
  }
  return [...links.values()];
}
