import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { connect, type Socket } from 'node:net';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

type Method = 'GET' | 'POST' | 'PUT';

/** A way to send the service a request: over the network, or within this process. */
export interface Inject {
  send(method: Method, path: string, token: string, body?: string): Promise<Answer>;
}

/** A service in this process, without the network: for preparing and recording, never for measuring. */
export function injectInto(app: NestFastifyApplication): Inject {
  return {
    async send(method, url, token, payload) {
      const headers = { ...(token && { authorization: `Bearer ${token}` }), ...(payload && { 'content-type': 'application/json' }) };
      const response = await app.inject({ method, url, headers, ...(payload && { payload }) });
      return { status: response.statusCode, body: response.body };
    },
  };
}

/**
 * One keep-alive connection, one request at a time. It reads no more of HTTP than a Fastify answer with a content-length needs:
 * the client shares the machine with what it measures, and a full HTTP client would take a third of the processor for itself.
 */
export class Connection implements Inject {
  private readonly socket: Socket;
  private received: Buffer = Buffer.alloc(0);
  private waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;

  constructor(port: number) {
    this.socket = connect({ host: '127.0.0.1', port, noDelay: true });
    this.socket.on('data', (chunk) => this.take(chunk));
    this.socket.on('error', (error) => this.waiting?.reject(error));
    this.socket.on('close', () => this.waiting?.reject(new Error('the service has closed the connection')));
  }

  send(method: Method, path: string, token: string, body?: string): Promise<Answer> {
    if (this.waiting) throw new Error('one request at a time');
    const authorization = token ? `authorization: Bearer ${token}\r\n` : '';
    const type = body === undefined ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
    this.socket.write(`${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${authorization}${type}\r\n${body ?? ''}`);
    return new Promise((resolve, reject) => (this.waiting = { resolve, reject }));
  }

  close(): void {
    this.waiting = undefined;
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const end = this.received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.received.toString('latin1', 0, end);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined) return this.waiting?.reject(new Error(`an answer without content-length: ${head}`));
    const whole = end + 4 + Number(length);
    if (this.received.length < whole) return;
    const answer = { status: Number(head.slice(9, 12)), body: this.received.toString('utf8', end + 4, whole) };
    this.received = this.received.subarray(whole);
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.resolve(answer);
  }
}
