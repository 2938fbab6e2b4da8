import { Inject, Injectable } from '@nestjs/common';
import { canonical } from '../kernel/canonical.js';
import { refusal, type Problem } from '../kernel/refusal.js';
import { inputInvalid } from '../platform/api/problem.js';
import { Vault } from '../platform/crypto/vault.js';
import type { Tx } from '../platform/database/tx.js';
import { brokenRules, readForm, rulesFor, type BrokenRule, type RuleSubject } from '../sop/rules/broken-rules.js';
import type { CaseWarning } from '../sop/rules/case-warning.js';
import type { SopDefinition } from '../sop/sop-definition.js';
import { caseWarningViews } from './case-warning.view.js';
import { FILLED_FORMS, type FilledForm, type FilledForms } from './filled-forms.js';

export const warningsUnconfirmed = refusal('invalid', 'WARNINGS_UNCONFIRMED', {
  id: 'Ada isian yang tampaknya bertentangan. Perbaiki, atau kirim lagi dengan "confirmedWarnings" bila memang benar.',
  en: 'Some of the input seems to contradict itself. Correct it, or send it again with "confirmedWarnings" if it is right.',
});

const ID_DIGITS = 16;

/** Who answers for the input. */
export interface RuleQuestion {
  /** The date in the zone of the office (YYYY-MM-DD). */
  readonly today: string;
  /** Ids of the warnings that the client confirms with this request. */
  readonly confirmed: readonly string[];
  /** Warnings that the case has already. */
  readonly known?: readonly CaseWarning[] | undefined;
  /** The data comes from another system: nothing is refused or asked, and each broken rule is a warning for the office. */
  readonly fromOutside?: boolean;
  /** Where the form stands in the request: /input for the correction of a form, otherwise at its top. */
  readonly prefix?: string;
}

/** Checks the rules of a definition, wherever a form is set or the input of a step comes. */
@Injectable()
export class CaseRules {
  constructor(
    private readonly vault: Vault,
    @Inject(FILLED_FORMS) private readonly forms: FilledForms,
  ) {}

  /** Whether a form of this service has to be looked at when it is handed in unchanged. */
  hasFormRules(definition: SopDefinition): boolean {
    return rulesFor(definition.rules).length > 0;
  }

  /** The warnings about a form; refuses what is refused, and what is neither confirmed nor known as confirmed. */
  form(definition: SopDefinition, filled: FilledForm, asked: RuleQuestion): CaseWarning[] {
    return this.checked(definition, brokenRules(rulesFor(definition.rules), filled, asked.today), asked);
  }

  /** The same for the input of a step; the form is read only where a rule compares with it. */
  async input(
    tx: Tx,
    definition: SopDefinition,
    { application, step, input }: { readonly application: string; readonly step: number; readonly input: unknown },
    asked: RuleQuestion,
  ): Promise<CaseWarning[]> {
    const rules = rulesFor(definition.rules, step);
    if (rules.length === 0) return [];
    const filled = readForm(rules) ? await this.forms.latest(tx, definition.agency, application) : { applicant: {}, form: {} };
    const subject: RuleSubject = { ...filled, input };
    return this.checked(definition, brokenRules(rules, subject, asked.today), asked, step);
  }

  private checked(definition: SopDefinition, broken: readonly BrokenRule[], asked: RuleQuestion, step?: number): CaseWarning[] {
    const { confirmed, known = [], fromOutside = false, prefix = '' } = asked;
    if (broken.length === 0) return [];
    const refused = broken.filter(({ rule }) => rule.then === 'refuse');
    if (refused.length > 0 && !fromOutside)
      throw inputInvalid(
        {},
        refused.flatMap((each) => problemsOf(each, prefix)),
      );
    const found = broken.map((each): { readonly each: BrokenRule; readonly warning: CaseWarning } => {
      const id = this.idOf(definition.agency, each);
      const isConfirmed = confirmed.includes(id) || known.some((one) => one.id === id && one.confirmed);
      const { id: rule, fields } = each.rule;
      return { each, warning: { id, rule, ...(step !== undefined && { step }), fields, confirmed: isConfirmed } };
    });
    const open = found.filter(({ warning }) => !warning.confirmed);
    if (open.length > 0 && !fromOutside)
      throw warningsUnconfirmed(
        {},
        open.flatMap(({ each }) => problemsOf(each, prefix)),
        {
          warnings: caseWarningViews(
            definition,
            open.map(({ warning }) => warning),
          ),
        },
      );
    return found.map(({ warning }) => warning);
  }

  /** The values are personal: the id holds a keyed hash of them, as the journal is kept for ever. */
  private idOf(agency: string, { rule, values }: BrokenRule): string {
    const hash = this.vault.hash(agency, `rule ${rule.id}`, canonical(values.map((value) => value ?? null)));
    return `${rule.id}.${hash.slice(0, ID_DIGITS)}`;
  }
}

/** One problem per field, at its place in the request. */
function problemsOf({ rule, values }: BrokenRule, prefix: string): Problem[] {
  const { fields, says, check } = rule;
  // Of a field that is missing because of another, only the first is to be filled in.
  const named = check === 'required-when' ? fields.slice(0, 1) : fields.filter((_, index) => values[index] !== undefined);
  return (named.length > 0 ? named : fields).map((field) => ({
    pointer: field.startsWith('/input/') ? field : `${prefix}${field}`,
    detail: says,
    code: check,
  }));
}
