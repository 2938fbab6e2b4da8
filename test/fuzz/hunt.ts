import fc from 'fast-check';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { Chance } from './chance.js';
import { Judge, type Contract } from './contract.js';
import { GraphqlShots } from './documents.js';
import { GraphqlJudge } from './graphql-judge.js';
import type { Office } from './office.js';
import { RestShots } from './rest.js';
import { Wire, type Shot, type Told } from './wire.js';

/** Milliseconds within which everything must be answered, however busy the machine is. */
const PATIENCE = 30_000;
/** A service that is wrong in so many ways has been hunted enough. */
const MOST_FINDS = 25;
/** Requests after which what can be done is looked at again. */
const RENEWED_EVERY = 200;
/** Passwords are slow to check by intent. */
const DEAR = new Set([
  ...['token', 'password', 'register'].map((name) => `POST /v1/auth/${name}`),
  ...['POST /v1/staff', 'PUT /v1/staff/{id}/password', 'addStaff', 'resetStaffPassword'],
]);

/** One way in which the service was wrong, in the smallest request that was found for it. */
export interface Find {
  readonly operation: string;
  readonly wrong: string;
  readonly told: string;
  readonly curl: string;
}

export interface Hunted {
  readonly finds: readonly Find[];
  readonly requests: number;
  /** Answers by status. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Doors that were never open to any request: what lies behind them was not looked at. */
  readonly closed: readonly string[];
}

interface Aim {
  readonly shot: Shot;
  readonly operation: string;
  readonly wrong: (told: Told) => string | undefined;
}

/** Sends requests from the contracts that the service itself tells, and holds each answer against them. */
export class Hunt {
  private readonly statuses = new Map<number, number>();
  private readonly operations = new Map<string, boolean>();
  private readonly wire: Wire;
  private requests = 0;
  /** The find in the making: fast-check's last failing request is the smallest. */
  private last: Find | undefined;

  private constructor(
    private readonly office: Office,
    private readonly rest: RestShots,
    private readonly judge: Judge,
    private readonly graphql: GraphqlShots,
    private readonly graphqlJudge: GraphqlJudge,
  ) {
    this.wire = new Wire(office.origin, office.crowd.members, PATIENCE);
  }

  static async in(office: Office): Promise<Hunt> {
    const contract = (await (await fetch(`${office.origin}/docs/openapi.json`)).json()) as Contract;
    const told = await fetch(`${office.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: getIntrospectionQuery() }),
    });
    const schema = buildClientSchema(((await told.json()) as { data: IntrospectionQuery }).data);
    return new Hunt(
      office,
      new RestShots(contract, office.pools, office.crowd, DEAR),
      new Judge(contract),
      new GraphqlShots(schema, office.pools, office.crowd, office.fieldActions(), DEAR),
      new GraphqlJudge(schema),
    );
  }

  /** At least so many requests; one way of being wrong is looked for until it is found, made small, and then left aside. */
  async run(runs: number, seed: number): Promise<Hunted> {
    const found = new Map<string, Find>();
    for (let round = 0; this.requests < runs && found.size < MOST_FINDS; round++) {
      const property = fc.asyncProperty(fc.gen(), async (value) => this.once(new Chance(value), found));
      this.last = undefined;
      await fc.check(property, { seed: seed + round, numRuns: runs - this.requests, endOnFailure: false });
      if (!this.last) continue;
      const find: Find = this.last;
      found.set(keyOf(find), find);
    }
    this.wire.close();
    const closed = [...this.operations]
      .filter(([operation, opened]) => !opened && !operation.endsWith(' elsewhere'))
      .map(([operation]) => operation);
    return { finds: [...found.values()], requests: this.requests, statuses: this.statuses, closed: closed.sort() };
  }

  private async once(chance: Chance, found: ReadonlyMap<string, Find>): Promise<void> {
    if (this.requests++ % RENEWED_EVERY === 0) await this.office.renew();
    const { shot, operation, wrong } = this.aim(chance);
    const told = await this.wire.send(shot).catch((error: Error) => error);
    const problem = told instanceof Error ? told.message : wrong(told);
    if (!(told instanceof Error)) this.learn(shot, operation, told);
    if (problem === undefined) return;
    const text = told instanceof Error ? '' : `${told.status} ${told.type} ${told.text.slice(0, 600)}`;
    const find: Find = { operation, wrong: problem, told: text, curl: this.wire.curl(shot) };
    if (found.has(keyOf(find))) return;
    this.last = find;
    throw new Error(`${operation} ${problem}`);
  }

  private aim(chance: Chance): Aim {
    if (chance.once(3)) {
      const shot = this.graphql.make(chance);
      return { shot, operation: `graphql ${shot.field}`, wrong: (told) => this.graphqlJudge.wrong(shot, told) };
    }
    const shot = this.rest.make(chance);
    const operation = shot.path ? `${shot.method} ${shot.path}` : `${shot.method} elsewhere`;
    return { shot, operation, wrong: (told) => this.judge.wrong(shot, told) };
  }

  private learn(shot: Shot, operation: string, { status, json }: Told): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    const opened = status < 400 && (json as { data?: unknown } | undefined)?.data !== null;
    this.operations.set(operation, opened || (this.operations.get(operation) ?? false));
    if (!opened || typeof json !== 'object') return;
    this.office.pools.learn(shot.target.split('?')[0]!.replace(/\/[0-9a-f]{8}-[^/]+/g, '/{id}'), json);
  }
}

/** Two finds are one when they are wrong in the same way at the same door; values in what was told do not count. */
function keyOf({ operation, wrong }: Find): string {
  return `${operation} ${wrong.replace(/\d+/g, 'n').slice(0, 60)}`;
}
