import { statement } from '../database/tx.js';

/** Any number will do, as long as nothing else on the server uses it. */
const GATE = 7_261_010;

/** Whether events may be taken out of the outbox: shared by all relays, and refused while somebody has shut it. */
export const OUTBOX_OPEN = `(select pg_try_advisory_xact_lock_shared(${GATE}))`;

/** Waits for batches under way, and keeps every relay from the next until the end of the transaction: for counting all events anew. */
export const SHUT_OUTBOX = statement('outbox.shut', `select pg_advisory_xact_lock(${GATE})`);
