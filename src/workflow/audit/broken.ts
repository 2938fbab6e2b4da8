/** The first link that does not hold. */
export interface Broken {
  readonly agency: string;
  /** Which case and event, which entry, or the seal of which day. */
  readonly where: string;
  readonly what: string;
}
