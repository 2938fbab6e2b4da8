/** Something that OSS has sent, waiting for its turn. */
export interface ArrivedRow extends Record<string, unknown> {
  readonly agency: string;
  readonly id: string;
  readonly method: string;
  readonly nib: string | null;
  readonly document_type: string | null;
  /** As it lies in its row: `OssInbox.payload` reads it. */
  readonly payload: string;
  readonly sealed: boolean;
  readonly received_at: Date;
  readonly attempts: number;
}

/** What was made of something that OSS has sent. */
export interface Made {
  /** In a sentence, for whoever looks it up. */
  readonly result: string;
  readonly version?: number;
  /** Of when its data is (`dataDay`). */
  readonly dataOn?: string;
  /** It waits for a licence, and is taken up when that is known. */
  readonly held?: boolean;
  /** To be done once it is committed. */
  readonly after: () => void;
}

/** It cannot be done now, and may be later. */
export class NotNow extends Error {}
