import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import { APPLICANT, holds, type Principal } from '../../kernel/principal.js';
import { refusal } from '../../kernel/refusal.js';
import type { ApiCommand } from '../../platform/api/command-of.js';
import { anId, decodeCursor, encodeCursor, pageOf, type Page } from '../../platform/api/paging.js';
import { permitted, roleFor } from '../../platform/auth/permissions.js';
import { Audit } from '../../platform/audit/audit.js';
import { Vault } from '../../platform/crypto/vault.js';
import { Commands } from '../../platform/idempotency/commands.js';
import { takeNumber } from '../../platform/numbering/numbering.js';
import type { SopDefinition } from '../../sop/sop-definition.js';
import type { ApplicationRow } from '../../workflow/application.entity.js';
import { applicationView, type ApplicationView } from '../../workflow/application.view.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { numberPlace } from '../../workflow/number-place.js';
import { termOf } from '../../workflow/personal-fields.js';
import { APPLICATION_BOOK } from '../../workflow/sop-folder.js';
import { isStaff } from '../../workflow/visibility.js';
import { WorkflowService } from '../../workflow/workflow.service.js';
import { ApplicationForms } from './application-forms.js';
import type { ApplicationsQuery } from './applications.query.js';
import type { OpenApplicationInput } from './open-application.input.js';

const LIST = 'applications';

export const applicantNeeded = refusal('invalid', 'APPLICANT_NEEDED', {
  id: 'Sebutkan pemohonnya ("applicant").',
  en: 'Say who applies ("applicant").',
});

/** Opening, finding and withdrawing applications. */
@Injectable()
export class ApplicationsService {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly workflow: WorkflowService,
    private readonly reader: CaseReader,
    private readonly forms: ApplicationForms,
    private readonly commands: Commands,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Opens a case at the first row of its SOP: by the applicant, or by an official for somebody at the counter. */
  async open(command: ApiCommand, input: OpenApplicationInput): Promise<ApplicationView> {
    const { principal } = command;
    const published = this.registry.service(principal.agency, input.service);
    const filled = { applicant: input.applicant ?? applicantOf(principal), form: input.form };
    this.forms.check(published.definition, filled);
    return this.commands.run(command, async (tx) => {
      const now = this.clock.now();
      const id = newId(now);
      const number = await takeNumber(tx, numberPlace(this.registry.agency(principal.agency), published.definition, APPLICATION_BOOK, now));
      const applicantName = filled.applicant['name'] as string;
      const view = await this.workflow.open(tx, published, principal, {
        id,
        number,
        applicantName,
        assistant: assistantOf(principal),
        search: [number, applicantName, ...searchTerms(published.definition, input.form)].join(' ').toLowerCase(),
      });
      await this.forms.open(tx, principal, id, published.definition, filled, now);
      return view;
    });
  }

  withdraw(command: ApiCommand, id: string, reason: string): Promise<ApplicationView> {
    const { principal, version } = command;
    return this.commands.run(command, (tx) =>
      this.workflow.perform(tx, { principal, version, application: id, command: { type: 'withdraw', reason } }),
    );
  }

  async list(principal: Principal, query: ApplicationsQuery): Promise<Page<ApplicationView>> {
    const { limit } = query;
    const rows = await this.find(principal, query);
    const page = pageOf(
      rows,
      limit,
      (row) => row,
      (row) => encodeCursor(LIST, [row.id]),
    );
    const timing = { working: this.registry.working(principal.agency), now: this.clock.now() };
    const items = page.items.map(async (row) => {
      const { definition } = await this.registry.version(row.agency, row.service, row.definition);
      return applicationView(row, definition, timing);
    });
    return { items: await Promise.all(items), next: page.next };
  }

  /** By text; by a number or an address of a person, which lie nowhere to be read, through their keyed hash, for who may. */
  private async find(principal: Principal, { q, service, status, limit, after: cursor }: ApplicationsQuery): Promise<ApplicationRow[]> {
    const after = cursor === undefined ? undefined : decodeCursor(LIST, cursor, [anId])[0];
    const filter = { service, status, after, limit: limit + 1 };
    const term = q === undefined ? undefined : termOf(q);
    if (!term || !permitted(principal, 'personal.search')) return this.reader.applications(principal, { ...filter, q });
    const hash = this.vault.hash(principal.agency, term.kind, term.value);
    // An applicant finds only their own.
    if (isStaff(principal)) {
      const data = { by: term.kind, hash };
      await this.audit.note(undefined, { agency: principal.agency, kind: 'person-searched', actor: principal, data });
    }
    const found = await this.reader.applications(principal, { ...filter, hash });
    // What looks like a telephone may be part of another number.
    return found.length > 0 || term.kind !== 'phone' ? found : this.reader.applications(principal, { ...filter, q });
  }
}

/** An applicant acts for themselves; everybody else who may open an application helps somebody at the counter. */
function assistantOf(principal: Principal): string | null {
  return holds(principal, APPLICANT) ? null : roleFor(principal, 'applications.open')!;
}

function applicantOf(principal: Principal): Readonly<Record<string, unknown>> {
  if (!holds(principal, APPLICANT)) throw applicantNeeded();
  return { name: principal.name };
}

/** What an application can be found by beside its number and name: the business numbers in its form. */
function searchTerms(definition: SopDefinition, form: Readonly<Record<string, unknown>>): string[] {
  const properties = (definition.form['properties'] ?? {}) as Readonly<Record<string, { format?: string }>>;
  return Object.entries(properties).flatMap(([name, schema]) =>
    schema.format === 'nib' && typeof form[name] === 'string' ? [form[name]] : [],
  );
}
