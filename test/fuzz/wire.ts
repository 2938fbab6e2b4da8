import { Agent, request } from 'node:http';
import type { Crowd } from './crowd.js';

/** One request, as it goes out: nothing is made right on the way. */
export interface Shot {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string | Buffer | undefined;
  /** Who sends it; nobody where it is empty. */
  readonly as: string;
}

export interface Told {
  readonly status: number;
  /** Media type, without parameters. */
  readonly type: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Parsed where it says that it is JSON. */
  readonly json: unknown;
}

/** HTTP to a service, over connections that stay open as a proxy's do. */
export class Wire {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 4 });

  constructor(
    private readonly origin: string,
    private readonly members: Crowd['members'],
    /** Milliseconds within which an answer must be whole. */
    private readonly patience: number,
  ) {}

  /** The answer; throws when there is none in time, or one that is not HTTP. A stream is left once it has begun. */
  send({ method, target, headers, payload, as }: Shot): Promise<Told> {
    const bearer = as === '' ? {} : { authorization: `Bearer ${this.members[as]!.token}` };
    const length = payload === undefined ? {} : { 'content-length': String(Buffer.byteLength(payload)) };
    return new Promise((resolve, reject) => {
      const hung = setTimeout(() => sent.destroy(new Error(`no answer within ${this.patience} ms`)), this.patience);
      const all = { ...bearer, ...length, ...headers };
      const sent = request(this.origin, { agent: this.agent, method, path: target, headers: all }, (answer) => {
        const type = String(answer.headers['content-type'] ?? '').split(';')[0]!;
        const chunks: Buffer[] = [];
        const done = () => {
          clearTimeout(hung);
          const text = Buffer.concat(chunks).toString();
          const json = /[/+]json$/.test(type) && text !== '' ? parsed(text) : undefined;
          resolve({ status: answer.statusCode!, type, headers: answer.headers, text, json });
        };
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', done);
        answer.on('error', reject);
        if (type === 'text/event-stream') {
          done();
          answer.removeAllListeners('error').on('error', () => undefined);
          answer.destroy();
        }
      });
      sent.on('error', (error) => {
        clearTimeout(hung);
        reject(error);
      });
      sent.end(payload);
    });
  }

  close(): void {
    this.agent.destroy();
  }

  /** The same request for a shell. The token is not in it: `$TOKEN` is that of the user who is named. */
  curl({ method, target, headers, payload, as }: Shot): string {
    const given = [...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
    const who = as === '' ? [] : [`-H "authorization: Bearer $TOKEN" `];
    const parts = [
      `curl -sS --path-as-is -X ${method} ${quoted(this.origin + target)}`,
      ...given.map((line) => `-H ${quoted(line)}`),
      ...who,
    ];
    const note = as === '' ? '' : ` # as ${as}`;
    if (payload === undefined) return parts.join(' ') + note;
    const plain = typeof payload === 'string' && /^[ -~]*$/.test(payload) && payload.length < 4000;
    if (plain) return `${parts.join(' ')} --data-binary ${quoted(payload)}${note}`;
    return `echo ${Buffer.from(payload).toString('base64').slice(0, 20_000)} | base64 -d | ${parts.join(' ')} --data-binary @-${note}`;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`says that it is JSON, and is not: ${text.slice(0, 200)}`);
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
