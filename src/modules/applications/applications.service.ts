import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import { APPLICANT, holds, type Principal } from '../../kernel/principal.js';
import { refusal } from '../../kernel/refusal.js';
import { searchText } from '../../kernel/typed/search-text.js';
import type { ApiCommand } from '../../platform/api/command-of.js';
import { roleFor } from '../../platform/auth/permissions.js';
import { Commands } from '../../platform/idempotency/commands.js';
import { dateIn } from '../../platform/numbering/number-format.js';
import { takeNumber } from '../../platform/numbering/numbering.js';
import type { ApplicationView } from '../../workflow/application.view.js';
import { CaseRules } from '../../workflow/case-rules.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { Duplicates } from '../../workflow/duplicates.js';
import { numberPlace } from '../../workflow/number-place.js';
import { OwnCases } from '../../workflow/own-cases.js';
import { APPLICATION_BOOK } from '../../workflow/sop-folder.js';
import { WorkflowService } from '../../workflow/workflow.service.js';
import { Consent } from './consent.js';
import { ApplicationForms } from './application-forms.js';
import type { OpenApplicationInput } from './open-application.input.js';
import { OpenQuota } from './open-quota.js';
import { searchTerms } from './search-terms.js';

export const applicantNeeded = refusal('invalid', 'APPLICANT_NEEDED', {
  id: 'Sebutkan pemohonnya ("applicant").',
  en: 'Say who applies ("applicant").',
});

/** Opening and withdrawing applications. */
@Injectable()
export class ApplicationsService {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly workflow: WorkflowService,
    private readonly forms: ApplicationForms,
    private readonly rules: CaseRules,
    private readonly duplicates: Duplicates,
    private readonly ownCases: OwnCases,
    private readonly quota: OpenQuota,
    private readonly commands: Commands,
    private readonly clock: Clock,
    private readonly consent: Consent,
  ) {}

  /** Opens a case at the first row of its SOP: by the applicant, or by an official for a person at the counter. */
  async open(command: ApiCommand, input: OpenApplicationInput): Promise<ApplicationView> {
    const { principal } = command;
    const published = this.registry.service(principal.agency, input.service);
    const filled = this.forms.read(published.definition, { applicant: input.applicant ?? applicantOf(principal), form: input.form });
    const assistant = assistantOf(principal);
    const consent = this.consent.given(input.consent, this.clock.now());
    return this.commands.run(command, async (tx) => {
      if (assistant === null) await this.quota.check(tx, principal);
      // Here, as the rules go by the date of today: a request that comes again gets the answer of its own day.
      const now = this.clock.now();
      const today = dateIn(now, this.registry.agency(principal.agency).timeZone);
      const warnings = this.rules.form(published.definition, filled, { today, confirmed: input.confirmedWarnings ?? [] });
      const id = newId(now);
      const number = await takeNumber(tx, numberPlace(this.registry.agency(principal.agency), published.definition, APPLICATION_BOOK, now));
      const applicantName = filled.applicant['name'] as string;
      const revision = this.forms.first(principal, id, published.definition, filled, now);
      const view = await this.workflow.open(tx, published, principal, {
        id,
        number,
        applicantName,
        assistant,
        formHash: revision.hash,
        consent,
        search: searchText([number, applicantName, ...searchTerms(published.definition, filled.form)]),
        warnings,
      });
      await this.forms.insert(tx, revision);
      if (assistant !== null) await this.ownCases.refuse(tx, principal, id);
      return { ...view, duplicates: await this.duplicates.of(principal, id, tx) };
    });
  }

  withdraw(command: ApiCommand, id: string, reason: string): Promise<ApplicationView> {
    const { principal, version } = command;
    return this.commands.run(command, (tx) =>
      this.workflow.perform(tx, { principal, version, application: id, command: { type: 'withdraw', reason } }),
    );
  }
}

/** An applicant acts for themselves; any other user who may open an application acts for a person at the counter. */
function assistantOf(principal: Principal): string | null {
  return holds(principal, APPLICANT) ? null : roleFor(principal, 'applications.open')!;
}

function applicantOf(principal: Principal): Readonly<Record<string, unknown>> {
  if (!holds(principal, APPLICANT)) throw applicantNeeded();
  return { name: principal.name };
}
