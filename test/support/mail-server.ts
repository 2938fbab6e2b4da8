import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail that arrived, with its headers in lower case. */
export interface Mail {
  readonly to: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** A real mail server, which answers as configured. */
export class MailServer {
  readonly mails: Mail[] = [];
  /** What to answer to a mail: nothing accepts it, a code refuses it, `hang` never answers. */
  answer: (mail: Mail) => number | 'hang' | undefined = () => undefined;
  conversations = 0;

  private constructor(
    private readonly server: SMTPServer,
    readonly port: number,
  ) {}

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  static async start(port = 0, more: SMTPServerOptions = {}): Promise<MailServer> {
    const made: { server?: MailServer } = {};
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      closeTimeout: 100,
      onConnect: (_session, done) => {
        if (made.server) made.server.conversations++;
        done();
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const to = session.envelope.rcptTo.map(({ address }) => address).join(',');
          const mail = parse(to, Buffer.concat(chunks).toString());
          const answer = made.server!.answer(mail);
          if (answer === 'hang') return;
          if (answer) return done(Object.assign(new Error('not now'), { responseCode: answer }));
          made.server!.mails.push(mail);
          done();
        });
      },
      ...more,
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return (made.server = new MailServer(server, (server.server.address() as AddressInfo).port));
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

function parse(to: string, source: string): Mail {
  const [head = '', ...body] = source.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
  return { to, headers, text: body.join('\r\n\r\n').replace(/=\r\n/g, '').replace(/\r\n/g, '\n') };
}
