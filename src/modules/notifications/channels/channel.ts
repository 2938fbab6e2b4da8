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

/** One way out of the house. */
export interface ChannelSender {
  /** Resolves when the other side has taken it; throws `NotDelivered`, or any error to be tried again. Stops when the signal says. */
  send(notice: LeavingNotice, signal: AbortSignal): Promise<void>;
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
