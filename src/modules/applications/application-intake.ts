import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import type { Principal } from '../../kernel/principal.js';
import { Refusal, type Problem } from '../../kernel/refusal.js';
import { searchText } from '../../kernel/typed/search-text.js';
import type { Tx } from '../../platform/database/tx.js';
import { dateIn } from '../../platform/numbering/number-format.js';
import { takeNumber } from '../../platform/numbering/numbering.js';
import type { SopDefinition } from '../../sop/sop-definition.js';
import { systemOf } from '../../workflow/alarms.js';
import { canonicalForm } from '../../workflow/canonical-form.js';
import type { CaseIntake, IncomingApplication, TakenIn } from '../../workflow/case-intake.js';
import { CaseRules } from '../../workflow/case-rules.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import type { FilledForm } from '../../workflow/filled-forms.js';
import { numberPlace } from '../../workflow/number-place.js';
import { APPLICATION_BOOK } from '../../workflow/sop-folder.js';
import { WorkflowService } from '../../workflow/workflow.service.js';
import { ApplicationForms } from './application-forms.js';
import { searchTerms } from './search-terms.js';

/** Applications that come from other systems: opened like one at the counter, and handed in where the form is whole. */
@Injectable()
export class ApplicationIntake implements CaseIntake {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly workflow: WorkflowService,
    private readonly forms: ApplicationForms,
    private readonly rules: CaseRules,
    private readonly clock: Clock,
  ) {}

  async open(tx: Tx, { agency, service, filled: typed, assistant, submit, by }: IncomingApplication): Promise<TakenIn> {
    const published = this.registry.service(agency, service);
    const { definition } = published;
    const filled = canonicalForm(definition, typed);
    const now = this.clock.now();
    const id = newId(now);
    const missing = this.problems(definition, filled);
    const principal = actingFor(agency, by, assistant);
    const applicantName = nameOf(filled);
    const number = await takeNumber(tx, numberPlace(this.registry.agency(agency), definition, APPLICATION_BOOK, now));
    const today = dateIn(now, this.registry.agency(agency).timeZone);
    // No user can confirm here: the office resolves a contradiction.
    const warnings = this.rules.form(definition, filled, { today, confirmed: [], fromOutside: true });
    const search = searchText([number, applicantName, ...searchTerms(definition, filled.form)]);
    const revision = this.forms.first(principal, id, definition, filled, now);
    const opening = { id, number, applicantName, assistant, search, warnings, formHash: revision.hash };
    const opened = await this.workflow.open(tx, published, principal, opening);
    await this.forms.insert(tx, revision);
    const first = opened.openTasks[0];
    const outcome = definition.steps.find(({ no }) => no === first?.step)?.outcomes[0];
    if (submit && missing.length === 0 && first && outcome)
      await this.workflow.perform(tx, { principal, command: { type: 'complete', task: first.id, outcome: outcome.key }, input: {} });
    return { id, number, missing };
  }

  async refill(tx: Tx, agency: string, application: string, filled: FilledForm, by: string): Promise<readonly Problem[]> {
    const before = await this.forms.latest(agency, application, tx);
    const { service, definition: sha256 } = await this.workflow.versionOf(tx, agency, application);
    const { definition } = await this.registry.version(agency, service, sha256, tx);
    const after = canonicalForm(definition, {
      applicant: { ...before.applicant, ...filled.applicant },
      form: { ...before.form, ...filled.form },
    });
    const problems = this.problems(definition, after);
    if (problems.length === 0) await this.forms.add(tx, { ...systemOf(agency), id: by }, application, definition, after, this.clock.now());
    return problems;
  }

  private problems(definition: SopDefinition, filled: FilledForm): readonly Problem[] {
    try {
      this.forms.read(definition, filled);
      return [];
    } catch (error) {
      if (error instanceof Refusal) return error.problems;
      throw error;
    }
  }
}

/** The other system, acting in the role that helps people without an account. */
function actingFor(agency: string, by: string, assistant: string): Principal {
  return { ...systemOf(agency), id: by.toLowerCase(), name: by, roles: [{ role: assistant }] };
}

function nameOf({ applicant }: FilledForm): string {
  const { name } = applicant;
  return typeof name === 'string' && name.trim() !== '' ? name.slice(0, 300) : '-';
}
