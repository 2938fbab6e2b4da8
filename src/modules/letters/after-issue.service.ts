import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { withoutNik } from '../../kernel/mask.js';
import { heldAs, type Principal } from '../../kernel/principal.js';
import { refusal } from '../../kernel/refusal.js';
import type { ApiCommand } from '../../platform/api/command-of.js';
import type { Statement, Tx } from '../../platform/database/tx.js';
import { Commands } from '../../platform/idempotency/commands.js';
import { performerOf, stepOf } from '../../sop/definition-lookup.js';
import type { SopDefinition, Step } from '../../sop/sop-definition.js';
import type { ApplicationView } from '../../workflow/application.view.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { PaperReader } from '../../workflow/paper-reader.js';
import { WorkflowService } from '../../workflow/workflow.service.js';
import { LetterRow, type LetterKind, type TakenBack } from './letter.entity.js';
import { CORRECT, REVOKE } from './letter-statements.js';

export const letterNotOut = refusal('conflict', 'LETTER_NOT_VALID', {
  id: 'Surat ini belum keluar, atau sudah dicabut atau diperbaiki.',
  en: 'This letter is not out, or has been revoked or corrected.',
});

/** Where a letter is drafted and where it is signed. */
interface LetterSteps {
  readonly draft: Step;
  readonly sign: Step;
}

/** What becomes of a letter that is out: revoked, or corrected by one that replaces it. By whoever signs such letters, with a reason. */
@Injectable()
export class AfterIssueService {
  constructor(
    private readonly papers: PaperReader,
    private readonly cases: CaseReader,
    private readonly registry: DefinitionRegistry,
    private readonly workflow: WorkflowService,
    private readonly commands: Commands,
    private readonly clock: Clock,
  ) {}

  /** The letter is no longer valid; its number stays in the book, and the case stays closed. */
  revoke(command: ApiCommand, id: string, reason: string): Promise<ApplicationView> {
    return this.takeBack(command, id, reason, REVOKE, ({ sign }) => ({ type: 'revoke', step: sign.no }));
  }

  /**
   * The case is taken up again where the letter was drafted, and goes the whole way once more: initials, signature, a number of its
   * own, hand-over. The old letter is valid until the new one has its number.
   */
  correct(command: ApiCommand, id: string, reason: string): Promise<ApplicationView> {
    return this.takeBack(command, id, reason, CORRECT, ({ sign, draft }) => ({ type: 'correct', step: sign.no, restart: draft.no }));
  }

  private async takeBack(
    command: ApiCommand,
    id: string,
    reason: string,
    statement: Statement,
    by: (
      steps: LetterSteps,
    ) => { readonly type: 'revoke'; readonly step: number } | { readonly type: 'correct'; readonly step: number; readonly restart: number },
  ): Promise<ApplicationView> {
    const { principal, version } = command;
    const { row: letter } = await this.papers.one(LetterRow, 'letter', principal, id);
    const { definition, steps } = await this.stepsOf(principal, letter);
    return this.commands.run(command, async (tx) => {
      const data = { letter: letter.kind, number: letter.number, records: [{ kind: 'letter', id }] };
      const application = letter.application_id;
      const view = await this.workflow.perform(tx, { principal, version, application, command: { ...by(steps), reason, data } });
      const taken = this.takenBack(principal, definition, steps.sign, reason);
      await this.mark(tx, statement, letter, taken, statement === REVOKE ? [view.status === 'open'] : []);
      return view;
    });
  }

  private async mark(tx: Tx, statement: Statement, letter: LetterRow, taken: TakenBack, more: readonly boolean[]): Promise<void> {
    const [done] = await tx.run(statement, [letter.agency, letter.id, JSON.stringify(taken), ...more]);
    if (!done) throw letterNotOut();
  }

  private takenBack(principal: Principal, definition: SopDefinition, sign: Step, reason: string): TakenBack {
    const { role, section } = performerOf(definition, sign);
    const onBehalfOf = heldAs(principal, role, section)?.actingFor;
    return { by: principal.name, at: this.clock.now().toISOString(), reason: withoutNik(reason), ...(onBehalfOf && { onBehalfOf }) };
  }

  private async stepsOf(principal: Principal, letter: LetterRow): Promise<{ definition: SopDefinition; steps: LetterSteps }> {
    const { agency, service, definition: sha256 } = await this.cases.application(principal, letter.application_id);
    const { definition } = await this.registry.version(agency, service, sha256);
    const steps = letterSteps(definition, letter.kind);
    if (!steps) throw letterNotOut();
    return { definition, steps };
  }
}

/** The first row that drafts such a letter, and the row that signs it: the next on the way forward. */
function letterSteps(definition: SopDefinition, kind: LetterKind): LetterSteps | undefined {
  const draft = definition.steps.find((step) => step.does === 'draft-letter' && step.options['letter'] === kind);
  if (!draft) return undefined;
  const seen = new Set<number>();
  for (let step = draft; !seen.has(step.no);) {
    if (step.does === 'sign') return { draft, sign: step };
    seen.add(step.no);
    const leadsTo = step.outcomes[0]?.leadsTo;
    if (typeof leadsTo !== 'number') return undefined;
    step = stepOf(definition, leadsTo);
  }
  return undefined;
}
