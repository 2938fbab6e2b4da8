/** What a round does with rows that it claims a batch at a time. */
export interface Claims<Row> {
  readonly batch: number;
  /** Claims the next rows, for nobody else to take meanwhile. */
  readonly claim: () => Promise<readonly Row[]>;
  readonly each: (row: Row) => Promise<void>;
  /** Told of one that failed: it is claimed again when its time is over, and holds up no other. */
  readonly failed: (row: Row, error: Error) => void;
}

/** Works off what is due until there is no more, or the process stops. */
export async function drainClaims<Row>({ batch, claim, each, failed }: Claims<Row>, stopping: AbortSignal | undefined): Promise<void> {
  for (let taken = batch; taken === batch && !stopping?.aborted;) {
    const rows = await claim();
    for (const row of rows) if (!stopping?.aborted) await each(row).catch((error: Error) => failed(row, error));
    taken = rows.length;
  }
}
