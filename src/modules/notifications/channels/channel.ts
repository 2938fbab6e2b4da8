/** A notice on its way out. */
export interface LeavingNotice {
  readonly agency: string;
  readonly id: string;
  readonly application_id: string;
  readonly kind: string;
  /** Where it goes, in full. */
  readonly recipient: string;
  readonly language: string;
  readonly subject: string;
  readonly body: string;
  readonly created_at: Date;
}

/** One channel of external delivery. */
export interface ChannelSender {
  /** Resolves when the other side has taken it; throws `NotDelivered`, or any error to be tried again. Stops when the signal says. */
  send(notice: LeavingNotice, signal: AbortSignal): Promise<void>;
}

/** What went wrong, without the wrapping that an aborted request puts around it. */
export function whyFailed(error: Error): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'no answer in time';
  const { errors } = error as AggregateError;
  return error.message || (Array.isArray(errors) ? (errors[0] as Error).message : error.name);
}

/** The other side has not taken it. `forGood`: trying again would change nothing. */
export class NotDelivered extends Error {
  constructor(
    why: string,
    readonly forGood: boolean,
  ) {
    super(why);
    this.name = 'NotDelivered';
  }
}

/** The other side could not be reached, or did not answer in time: it will not take anything else now either. */
export class ReceiverUnreachable extends NotDelivered {
  constructor(why: string) {
    super(why, false);
    this.name = 'ReceiverUnreachable';
  }
}
