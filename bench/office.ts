import type { Inject } from './inject.js';

/** An application as far as its way through the SOP goes. */
export interface OpenCase {
  readonly id: string;
  readonly service: string;
  readonly status: string;
  readonly openTasks: readonly { readonly id: string; readonly step: number; readonly role: string; readonly section: string | null }[];
}

/** How one row is done: by whose token, with which body. Prepared before anything is measured. */
interface Row {
  readonly token: string;
  readonly body: string;
}

interface User {
  readonly roles: readonly { readonly role: string; readonly section?: string }[];
  readonly token: string;
}

interface Service {
  readonly code: string;
  readonly form: { readonly examples: readonly object[] };
}

interface Task {
  readonly outcomes: readonly { readonly key: string; readonly input: { readonly examples: readonly object[] } }[];
}

const PASSWORD = 'terbit';
const APPLICANT = 'applicant';

/** Everybody of the office, signed in, and how each row of each SOP is done along its forward path. */
export class Office {
  private readonly rows = new Map<string, Row>();
  private opened = 0;

  private constructor(
    private readonly users: readonly User[],
    private readonly services: readonly Service[],
  ) {}

  static async prepare(inject: Inject, usernames: readonly string[]): Promise<Office> {
    const users: User[] = [];
    for (const username of usernames) {
      const { accessToken: token } = await ask<{ accessToken: string }>(inject, 'POST', '/v1/auth/token', '', {
        username,
        password: PASSWORD,
      });
      users.push({ token, roles: (await ask<User>(inject, 'GET', '/v1/me', token)).roles });
    }
    const { token } = performer(users, APPLICANT, null);
    const { items } = await ask<{ items: { code: string }[] }>(inject, 'GET', '/v1/services', token);
    const services: Service[] = [];
    for (const { code } of items) services.push(await ask<Service>(inject, 'GET', `/v1/services/${code}`, token));
    const office = new Office(users, services);
    for (const service of services) await office.learn(inject, service);
    return office;
  }

  /** Opens cases, of each service in turn. */
  async open(connections: readonly Inject[], count: number): Promise<OpenCase[]> {
    const cases: OpenCase[] = [];
    const openSome = async (inject: Inject) => {
      for (let left = Math.ceil(count / connections.length); left > 0; left--) {
        cases.push(await this.openOne(inject, this.services[this.opened++ % this.services.length]!));
      }
    };
    await Promise.all(connections.map(openSome));
    return cases;
  }

  /** Does the next row of a case. */
  async step(inject: Inject, present: OpenCase): Promise<OpenCase> {
    const [task] = present.openTasks;
    const row = this.rows.get(`${present.service} ${task!.step}`);
    if (!row) throw new Error(`nobody has learnt row ${task!.step} of ${present.service}`);
    const { status, body } = await inject.send('POST', `/v1/tasks/${task!.id}/complete`, row.token, row.body);
    if (status !== 200) throw new Error(`row ${task!.step} of ${present.service} answered ${status}: ${body}`);
    return JSON.parse(body) as OpenCase;
  }

  /** Walks one case to its end; answers in how many steps. */
  async walk(inject: Inject, opened: OpenCase): Promise<number> {
    let steps = 0;
    for (let present = opened; present.status === 'open'; steps++) present = await this.step(inject, present);
    return steps;
  }

  private openOne(inject: Inject, { code, form }: Service): Promise<OpenCase> {
    const { token } = performer(this.users, APPLICANT, null);
    return ask<OpenCase>(inject, 'POST', '/v1/applications', token, { service: code, form: form.examples[0] });
  }

  /** Walks a first case, reading each task: its first outcome, with the example of its input. */
  private async learn(inject: Inject, service: Service): Promise<void> {
    for (let present = await this.openOne(inject, service); present.status === 'open'; present = await this.step(inject, present)) {
      const { id, step, role, section } = present.openTasks[0]!;
      const { token } = performer(this.users, role, section);
      const [outcome] = (await ask<Task>(inject, 'GET', `/v1/tasks/${id}`, token)).outcomes;
      const body = JSON.stringify({ outcome: outcome!.key, input: outcome!.input.examples[0] });
      this.rows.set(`${service.code} ${step}`, { token, body });
    }
  }
}

function performer(users: readonly User[], role: string, section: string | null): User {
  const found = users.find((user) => user.roles.some((held) => held.role === role && (!section || held.section === section)));
  if (!found) throw new Error(`no demo user is ${role} ${section ?? ''}`);
  return found;
}

async function ask<T>(inject: Inject, method: 'GET' | 'POST', path: string, token: string, body?: object): Promise<T> {
  const answer = await inject.send(method, path, token, body && JSON.stringify(body));
  if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.body}`);
  return JSON.parse(answer.body) as T;
}
