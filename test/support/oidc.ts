import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

const PROGRAM = join(import.meta.dirname, 'oidc-provider.mjs');
const CALLBACK = 'https://front.example/callback';

/** A key as a provider signs with, private parts and all. */
export async function signingKey(kid: string): Promise<JWK> {
  const alg = 'RS256';
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg, use: 'sig' };
}

/** `oidc-provider` as a process of its own, always at the same address. */
export class OidcProvider {
  private process: ChildProcess | undefined;

  private constructor(
    private readonly port: number,
    private readonly people: object,
  ) {}

  static async start(keys: readonly JWK[], people: object): Promise<OidcProvider> {
    const provider = new OidcProvider(await freePort(), people);
    await provider.useKeys(keys);
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The same issuer with other keys, as after a rotation. */
  async useKeys(keys: readonly JWK[]): Promise<void> {
    await this.stop();
    const args = [PROGRAM, String(this.port), JSON.stringify({ keys }), JSON.stringify(this.people)];
    const started = spawn(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.process = started;
    let said = '';
    started.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await new Promise<void>((resolve, reject) => {
      started.stdout.on('data', (chunk: Buffer) => chunk.toString().includes('ready') && resolve());
      started.once('exit', () => reject(new Error(`the provider ended: ${said}`)));
    });
  }

  async stop(): Promise<void> {
    const { process: running } = this;
    this.process = undefined;
    if (!running || running.exitCode !== null) return;
    running.kill('SIGKILL');
    await once(running, 'exit');
  }

  /** Signs a user in as a browser would, by authorization code with PKCE, and returns the access token. */
  async signIn(username: string, resource = 'urn:terbit'): Promise<string> {
    const verifier = randomBytes(32).toString('base64url');
    const query = new URLSearchParams({
      client_id: 'front-end',
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid office',
      resource,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const code = await this.walk(`${this.issuer}/auth?${query.toString()}`, username);
    const answer = await fetch(`${this.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: CALLBACK,
        code_verifier: verifier,
        client_id: 'front-end',
        client_secret: 'a secret of a test',
        resource,
      }),
    });
    const { access_token: token } = (await answer.json()) as { access_token?: string };
    if (!token) throw new Error(`no token: ${answer.status}`);
    return token;
  }

  /** Follows redirects and fills in forms until it is led back with a code. */
  private async walk(from: string, username: string): Promise<string> {
    const cookies = new Map<string, string>();
    let url = from;
    let form: URLSearchParams | undefined;
    for (let steps = 0; steps < 20; steps++) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(url, { redirect: 'manual', headers: { cookie }, ...(form && { method: 'POST', body: form }) });
      form = undefined;
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
      }
      const location = answer.headers.get('location');
      if (location) {
        url = new URL(location, url).href;
        if (url.startsWith(CALLBACK)) return new URL(url).searchParams.get('code') ?? fail(url);
        continue;
      }
      const page = await answer.text();
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? fail(page);
      form = new URLSearchParams(prompt === 'login' ? { prompt, login: username, password: 'x' } : { prompt });
      url = new URL(/action="([^"]+)"/.exec(page)?.[1] ?? url, url).href;
    }
    return fail('no end');
  }
}

function fail(why: string): never {
  throw new Error(`signing in at the provider failed: ${why.slice(0, 500)}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
