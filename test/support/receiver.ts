import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What came in by HTTP. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Another system that receives by HTTP, and answers as configured. */
export class Receiver {
  readonly got: Received[] = [];
  /** The status to answer with; `hang` never answers, an address redirects there. */
  answer: (received: Received) => number | 'hang' | `http${string}` = () => 200;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Receiver> {
    const made: { receiver?: Receiver } = {};
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const received = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
        made.receiver!.got.push(received);
        const answer = made.receiver!.answer(received);
        if (answer === 'hang') return;
        if (typeof answer === 'string') response.writeHead(307, { location: answer });
        else response.writeHead(answer);
        response.end('ok');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (made.receiver = new Receiver(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
