import type { WorkingAmount } from '../../../kernel/duration.js';
import type { CaseEvent, OpenTask } from '../../../sop/case-events.js';
import type { SopDefinition } from '../../../sop/sop-definition.js';

/** An event with what came before it in its case, as far as reports need it. */
export interface EventContext {
  readonly agency: string;
  readonly applicationId: string;
  readonly seq: number;
  /** Hash of the definition. */
  readonly sha256: string;
  readonly definition: SopDefinition;
  readonly zone: string;
  readonly event: CaseEvent;
  /** The task that was open until then. */
  readonly opened: OpenTask | null;
  /** By all visits before it; asked of events that end a case. */
  readonly usedBefore: WorkingAmount;
  /** A correction has reopened the case before: its first ending was counted. */
  readonly corrected: boolean;
}
