import type { Socket } from 'node:net';
import { badRequest, headersTooLarge, problemOf, requestTooSlow } from './problem.js';
import type { Refusal } from '../../kernel/refusal.js';

/** Answers what Node could not read as HTTP, in the form of every other refusal; its headers were not read, so in Indonesian. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy();
  const [line, refusal] = ANSWERS[error.code ?? ''] ?? UNREADABLE;
  const body = JSON.stringify({ ...problemOf(refusal, 'id'), status: Number(line.slice(0, 3)) });
  const headers = [
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'x-content-type-options: nosniff',
    'connection: close',
  ];
  socket.end(`HTTP/1.1 ${line}\r\n${headers.join('\r\n')}\r\n\r\n${body}`);
}

type Answer = readonly [line: string, refusal: Refusal];

const UNREADABLE: Answer = ['400 Bad Request', badRequest()];

const ANSWERS: Readonly<Record<string, Answer>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', headersTooLarge()],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', requestTooSlow()],
};
