/** Something that does not hold. */
export interface Broken {
  readonly agency: string;
  /** Which case and event, which entry, the seal of which day, or which row of which table. */
  readonly where: string;
  readonly what: string;
  /** Where it is a row of evidence: the table, and the columns that were changed. */
  readonly table?: string;
  readonly columns?: readonly string[];
}
