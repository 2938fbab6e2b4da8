import type { OssMessageRow } from '../oss-message.entity.js';

/** The message of a licence whose turn it is. */
export interface NextMessage extends OssMessageRow {
  /** Whether the task that waits for it is open; null where none does. */
  readonly task_open: boolean | null;
  /** Something earlier may still have to be told. */
  readonly behind: boolean;
}

/** What became of one attempt. */
export interface Sent {
  readonly kind: 'accepted' | 'refused' | 'unavailable';
  readonly code: string | null;
  /** The sentence that OSS gave, or why there is none. */
  readonly sentence: string | null;
  /** The number that OSS has given. */
  readonly number?: string;
}
