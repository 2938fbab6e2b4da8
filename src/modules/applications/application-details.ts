import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { Principal } from '../../kernel/principal.js';
import type { Page } from '../../platform/api/paging.js';
import { grouped } from '../../platform/graphql/loaders.js';
import { permitted } from '../../platform/auth/permissions.js';
import { readsAsApplicant, shownOf } from '../../platform/auth/record-audiences.js';
import type { SopDefinition } from '../../sop/sop-definition.js';
import { applicationView } from '../../workflow/application.view.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { Duplicates } from '../../workflow/duplicates.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import type { EventRow } from '../../workflow/event.entity.js';
import type { ApplicationDetailView, RecordLinkView } from '../../workflow/application-detail.view.js';
import { maskedForm } from '../../workflow/personal-fields.js';
import { recordStates } from '../../workflow/record-states.js';
import { ApplicationForms } from './application-forms.js';
import { TrackingCodes } from '../../workflow/tracking-codes.js';
import { publicTimeline } from './public-timeline.js';
import { timeline, type TimelineEntryView } from './timeline.view.js';

/** One application in full: form, records and journal. */
@Injectable()
export class ApplicationDetails {
  constructor(
    private readonly reader: CaseReader,
    private readonly forms: ApplicationForms,
    private readonly registry: DefinitionRegistry,
    private readonly codes: TrackingCodes,
    private readonly duplicates: Duplicates,
    private readonly clock: Clock,
  ) {}

  async one(principal: Principal, id: string): Promise<ApplicationDetailView> {
    const row = await this.reader.application(principal, id);
    const { definition } = await this.registry.version(row.agency, row.service, row.definition);
    const [filled, events, duplicates] = await Promise.all([
      this.forms.latest(row.agency, id),
      this.reader.events(row.agency, id),
      this.duplicates.of(principal, id),
    ]);
    const shown = permitted(principal, 'personal.read') ? filled : maskedForm(definition, filled);
    const timing = { working: this.registry.working(row.agency), now: this.clock.now() };
    return {
      ...applicationView(row, definition, timing, await this.codes.for(principal, row)),
      applicant: shown.applicant,
      form: shown.form,
      consent: consentIn(events),
      records: records(principal, definition, events),
      duplicates,
    };
  }

  /** All of it in one page: a case has as many events as its SOP has rows, and its returns. */
  async timeline(principal: Principal, id: string): Promise<Page<TimelineEntryView>> {
    const row = await this.reader.application(principal, id);
    const { definition } = await this.registry.version(row.agency, row.service, row.definition);
    const events = await this.reader.events(row.agency, id);
    return { items: this.entries(principal, definition, events), next: null };
  }

  /** The timelines of several cases at once, by case. */
  async timelines(principal: Principal, ids: readonly string[]): Promise<Map<string, TimelineEntryView[]>> {
    const rows = await this.reader.applicationsById(principal, ids);
    const events = grouped(await this.reader.eventsOf(principal.agency, rows), ({ application_id: id }) => id);
    const entries = rows.map(async (row): Promise<[string, TimelineEntryView[]]> => {
      const { definition } = await this.registry.version(row.agency, row.service, row.definition);
      return [row.id, this.entries(principal, definition, events.get(row.id) ?? [])];
    });
    return new Map(await Promise.all(entries));
  }

  private entries(principal: Principal, definition: SopDefinition, events: readonly EventRow[]): TimelineEntryView[] {
    const entries = timeline(definition, events);
    return readsAsApplicant(principal) ? publicTimeline(this.registry.agency(principal.agency), events, entries) : entries;
  }
}

/** The consent that was given when the case was opened. */
function consentIn([opened]: readonly EventRow[]): object | null {
  return opened?.body.type === 'opened' ? (opened.body.consent ?? null) : null;
}

/** The records that a user may read, by the table of audiences. */
function records(principal: Principal, definition: SopDefinition, events: readonly EventRow[]): RecordLinkView[] {
  const standings = recordStates(
    definition,
    events.map(({ body }) => body),
  );
  return [...standings.values()].flatMap(({ kind, id, state }) =>
    shownOf(principal, kind, state) === 'nothing' ? [] : [{ kind, id, href: `/v1/${kind}s/${id}` }],
  );
}
