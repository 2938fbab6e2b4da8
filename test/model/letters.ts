/** A letter as the model follows it. */
export interface ModelLetter {
  id: string;
  kind: string;
  status: string;
  signed: boolean;
  number: string | null;
  dated: string | null;
  numberedAt: number | null;
  handedOver: boolean;
  acknowledged: boolean;
  revoked: boolean;
  corrected: boolean;
  replaces: ModelLetter | undefined;
  replacedBy: ModelLetter | undefined;
}

/** A line that a case has in a book: what the model knows without the number. */
export interface ModelLine {
  readonly book: string;
  readonly dated: string;
  readonly enteredAt: number;
  /** Id of the line it was inserted beside. */
  readonly beside: string | undefined;
  voided: boolean;
  letter: ModelLetter | undefined;
}

/** The line that a number is inserted beside. */
export interface Beside {
  readonly id: string;
  readonly dated: string;
}
