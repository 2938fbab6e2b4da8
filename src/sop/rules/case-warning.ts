/** A rule that a case was opened, handed in or worked on in spite of; it stands in the event and in the state of the case. */
export interface CaseWarning {
  /** The rule and a keyed hash of the values: other values are another warning. */
  readonly id: string;
  /** Id of the rule in the definition of the case. */
  readonly rule: string;
  /** The step whose input it is about; absent where it is about the form. */
  readonly step?: number;
  readonly fields: readonly string[];
  /** False where nobody was asked: the data came from another system. */
  readonly confirmed: boolean;
}

/** The warnings of a case after those about the form, or about the input of one step, have been found anew. */
export function warningsAfter(before: readonly CaseWarning[], found: readonly CaseWarning[], step?: number): CaseWarning[] {
  return [...before.filter((warning) => warning.step !== step), ...found];
}
