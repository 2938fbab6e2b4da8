/** What a call is about, for the journal. */
export interface About {
  readonly agency: string;
  readonly application?: string | null;
  readonly idIzin?: string | null;
  readonly nib?: string | null;
  readonly message?: string | null;
  readonly inbox?: string | null;
}
