/** What a front end does over HTTP, and nothing else. */
import { randomUUID } from 'node:crypto';

const PATIENCE_MS = 30_000;

/** The service refused, with its problem+json. */
export class Refused extends Error {
  constructor(method, path, status, problem) {
    const where = (problem?.errors ?? []).map((error) => `; ${error.pointer}: ${error.detail}`).join('');
    super(`${method} ${path} answered ${status} ${problem?.code ?? ''}: ${problem?.detail ?? 'no problem+json'}${where}`);
    this.status = status;
    this.problem = problem;
  }
}

/** No process listens at the address. */
export class Unreachable extends Error {}

/** One user's view of the service; without a token, the public's. */
export class Client {
  constructor(baseUrl, token) {
    this.baseUrl = baseUrl;
    this.token = token;
  }

  async get(path) {
    return (await this.send('GET', path)).json();
  }

  /** Every line of a list, page by page. */
  async all(path) {
    const items = [];
    let after;
    do {
      const page = await this.get(`${path}${path.includes('?') ? '&' : '?'}limit=100${after ? `&after=${encodeURIComponent(after)}` : ''}`);
      items.push(...page.items);
      after = page.next;
    } while (after);
    return items;
  }

  async post(path, body, headers = {}) {
    const always = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const response = await this.send('POST', path, { body: JSON.stringify(body), headers: { ...always, ...headers } });
    return { body: await response.json(), etag: response.headers.get('etag') };
  }

  async upload(path, requirement, file) {
    const form = new FormData();
    form.append('requirement', requirement);
    form.append('file', new Blob([file.bytes], { type: file.type }), file.name);
    return (await this.send('POST', path, { body: form })).json();
  }

  async bytes(path) {
    return Buffer.from(await (await this.send('GET', path)).arrayBuffer());
  }

  /** Status and problem of a request that should be refused; undefined when it was not. */
  async refusal(work) {
    try {
      await work(this);
      return undefined;
    } catch (error) {
      if (error instanceof Refused) return { status: error.status, code: error.problem?.code };
      throw error;
    }
  }

  async send(method, path, { body, headers } = {}) {
    const signedIn = this.token ? { authorization: `Bearer ${this.token}` } : {};
    let response;
    try {
      response = await fetch(this.baseUrl + path, {
        method,
        body,
        headers: { 'accept-language': 'en', ...signedIn, ...headers },
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
    } catch (error) {
      throw new Unreachable(`${method} ${path}: ${error.cause?.code ?? error.name}`, { cause: error });
    }
    if (!response.ok) throw new Refused(method, path, response.status, await response.json().catch(() => undefined));
    return response;
  }
}
