import { createReadStream } from 'node:fs';
import { connect, type Socket } from 'node:net';

/** Where the scanner listens. */
export type ClamAddress = { readonly path: string } | { readonly host: string; readonly port: number };

const PIECE = 64 * 1024;
const LONGEST_ANSWER = 4096;

/**
 * Asks a clamd by INSTREAM: the name of what it found, or undefined for a clean file. Throws when it does not answer, or answers anything
 * else: what has not been looked at is not clean.
 */
export async function scanFile(address: ClamAddress, file: string, timeoutMs: number): Promise<string | undefined> {
  const socket = connect({ ...address });
  const timer = setTimeout(() => socket.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  try {
    const answer = answerOf(socket);
    // It may answer, or hang up, before it has read everything.
    await Promise.race([send(socket, file), answer]);
    return verdict(await answer);
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

async function send(socket: Socket, file: string): Promise<void> {
  await write(socket, Buffer.from('zINSTREAM\0'));
  for await (const piece of createReadStream(file, { highWaterMark: PIECE }) as AsyncIterable<Buffer>) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(piece.length);
    await write(socket, Buffer.concat([length, piece]));
  }
  await write(socket, Buffer.alloc(4));
}

function write(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve())));
}

async function answerOf(socket: Socket): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of socket as AsyncIterable<Buffer>) {
    pieces.push(piece);
    size += piece.length;
    if (size > LONGEST_ANSWER || piece.includes(0)) break;
  }
  return Buffer.concat(pieces).toString('utf8').split('\0')[0]!.trim();
}

function verdict(answer: string): string | undefined {
  if (answer === 'stream: OK') return undefined;
  const found = /^stream: (.+) FOUND$/.exec(answer)?.[1];
  if (found) return found;
  throw new Error(`the scanner answered "${answer.slice(0, 200)}"`);
}
