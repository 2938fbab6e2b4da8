import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The test file of the antivirus industry, in two parts so that no scanner takes this one for it. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** A clamd as far as INSTREAM goes: it finds the test file and nothing else, or answers as configured. */
export class Clamd {
  /** What was sent to it, file by file. */
  readonly files: Buffer[] = [];
  /** `hang-up`: in the middle of a file; or an answer of its own. */
  behaviour: 'scan' | 'hang-up' | { readonly answer: string } = 'scan';

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => this.talk(socket));
  }

  static async start(): Promise<Clamd> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Clamd(server);
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.close();
    await once(this.server, 'close');
  }

  private talk(socket: Socket): void {
    let got = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      got = Buffer.concat([got, piece]);
      if (this.behaviour === 'hang-up') return void socket.destroy();
      const file = fileOf(got);
      if (file === undefined) return;
      this.files.push(file);
      const found = file.includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK';
      socket.end(`${typeof this.behaviour === 'object' ? this.behaviour.answer : found}\0`);
    });
  }
}

/** The file between the command and the piece of no length; undefined until it is there. */
function fileOf(got: Buffer): Buffer | undefined {
  const command = 'zINSTREAM\0';
  if (got.length < command.length) return undefined;
  if (got.toString('latin1', 0, command.length) !== command) throw new Error('not INSTREAM');
  const pieces: Buffer[] = [];
  for (let at = command.length; at + 4 <= got.length;) {
    const length = got.readUInt32BE(at);
    if (length === 0) return Buffer.concat(pieces);
    pieces.push(got.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}
