import { codeOf } from './database.js';

/** The network's words, PostgreSQL's shutdown, start and "no room", and what a transaction that was interrupted comes to. */
const CODES = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|08...|57P0[1-5]|53300|40001|40P01)$/;

/** What pg, its pool and TypeORM say without a code when the connection goes away under somebody's hands. */
const WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed and is not queryable|Query runner already released)/;

/** Whether the database is away or busy: nobody's fault, over soon, and worth trying again. */
export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  return (code !== undefined && CODES.test(code)) || (error instanceof Error && WORDS.test(error.message));
}
