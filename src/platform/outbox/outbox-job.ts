/** Name of the round that takes up the outbox; statements that leave a row there wake it. */
export const OUTBOX_JOB = 'outbox';
