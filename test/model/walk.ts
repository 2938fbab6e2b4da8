import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { checkBooks, checkLetters, type BookLine } from './books.js';
import type { ModelCase } from './case.js';
import { checkJournals, checkLists, checkReports, readerOf } from './checks.js';
import { Http, type Answer, type Request } from './client.js';
import { compareFresh, takeSystemEvents, type CaseView } from './compare.js';
import { Draw, type Example } from './draw.js';
import { Everybody } from './everybody.js';
import { counted, Finding, same } from './finding.js';
import { checkNotices } from './notices.js';
import { Office } from './office.js';
import { WEIGHTS, type Planned, type Weights } from './plan.js';
import { Random } from './random.js';
import { Openings } from './openings.js';
import { outcomeOf, Requests } from './requests.js';
import { WalkedService, type ServiceOptions } from './service.js';

export interface WalkOptions extends ServiceOptions {
  readonly seed: number;
  readonly ops: number;
  readonly kills: number;
  readonly clients: number;
  readonly weights?: Partial<Weights>;
  /** In place of the usual Monday. */
  readonly start?: string;
  /** Compares lists, books and notices after every few commands, so that a fault is found early. */
  readonly checkOften?: boolean;
}

export interface WalkResult {
  readonly seed: number;
  readonly commands: number;
  readonly cases: number;
  readonly checks: number;
  readonly requests: number;
  readonly repeated: number;
  readonly kills: number;
  readonly seconds: number;
  readonly statuses: Readonly<Record<string, number>>;
}

/** Monday, nine in the morning in Sidikalang. */
const START = '2026-11-23T09:00:00+07:00';
const MINUTE = 60_000;
const MOST_OPEN = 10;
/** Cases that have ended are still worth a command for a while. */
const MOST_ENDED = 6;
const SETTLE_MS = 60_000;

/** Random commands, right and wrong, by several clients at once, beside a model that says what has to come of each. */
export class Walk {
  private readonly random: Random;
  private readonly office: Office;
  private readonly trace: string[] = [];
  private readonly replays: { readonly request: Request; readonly answer: Answer; readonly at: number }[] = [];
  private readonly examples = new Map<string, Example>();
  private lines = new Map<string, BookLine[]>();
  private readonly statuses: Record<string, number> = {};
  private service!: WalkedService;
  private http!: Http;
  private draw!: Draw;
  private everybody!: Everybody;
  private database!: pg.Pool;
  private commands = 0;
  private openings!: Openings;

  constructor(private readonly options: WalkOptions) {
    this.random = new Random(options.seed);
    this.office = new Office(options.sopDir, Date.parse(options.start ?? START));
  }

  /** Walks to the end; a finding stops it, with the seed and the last commands. */
  async run(): Promise<WalkResult> {
    const { ops, kills, seed } = this.options;
    const began = Date.now();
    this.database = new pg.Pool({ connectionString: this.options.databaseUrl, max: 2 });
    this.database.on('error', () => undefined);
    this.service = await WalkedService.start(this.options, this.office.now);
    counted.checks = 0;
    try {
      await this.begin();
      const killEvery = kills > 0 ? ops / (kills + 1) : Infinity;
      while (this.commands < ops) {
        const killing = this.commands >= killEvery * (this.service.kills + 1);
        await this.round(killing);
        if (this.random.chance(this.weights.office)) await this.change();
        if (this.random.chance(0.4)) await this.pass();
        if (this.random.chance(this.options.checkOften ? 0.15 : 0.03)) await this.check();
      }
      await this.end();
    } catch (error) {
      const found = error instanceof Error ? error : new Error(String(error));
      found.message = `${found.message}\n\nseed ${seed}, command ${this.commands}, at ${new Date(this.office.now).toISOString()}; the last commands:\n${this.trace.slice(-12).join('\n')}\n${this.service.output.slice(-1500)}`;
      throw found;
    } finally {
      await this.service.stop();
      await this.database.end();
    }
    const { sent: requests, repeated } = this.http;
    const { checks } = counted;
    const seconds = Math.round((Date.now() - began) / 1000);
    return {
      seed,
      commands: this.commands,
      cases: this.office.cases.length,
      checks,
      requests,
      repeated,
      kills: this.service.kills,
      seconds,
      statuses: this.statuses,
    };
  }

  private get weights(): Weights {
    return { ...WEIGHTS, ...this.options.weights };
  }

  private async begin(): Promise<void> {
    this.http = new Http(this.service, this.database);
    this.http.setTime(this.office.now);
    await this.http.signIn();
    const lineOf = (agency: string, book: string) => {
      const known = this.lines.get(`${agency} ${book}`)?.filter(({ status }) => status === 'valid') ?? [];
      return known.length > 0 ? this.random.pick(known) : undefined;
    };
    this.draw = new Draw(this.office, this.random, this.http, this.weights, this.examples, lineOf);
    this.everybody = new Everybody(this.office, this.random, this.http);
    await this.everybody.hire();
    this.openings = new Openings(this.office, this.random, this.http);
    await this.openings.readForms();
  }

  /** Several commands at once, each on a case of its own; the service may be killed in the middle of them. */
  private async round(killing: boolean): Promise<void> {
    const planned: Planned[] = [];
    const busy = new Set<ModelCase>();
    for (let i = 0; i < this.options.clients; i++) {
      const plan = await this.next(busy);
      if (!plan) continue;
      if (plan.kase) busy.add(plan.kase);
      planned.push(plan);
    }
    const killed = killing ? sleep(this.random.int(60)).then(() => this.service.killAndRestart()) : undefined;
    const results = await Promise.allSettled(planned.map((plan) => this.execute(plan)));
    await killed;
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  private async next(busy: ReadonlySet<ModelCase>): Promise<Planned | undefined> {
    if (this.replays.length > 0 && this.random.chance(this.weights.replay / 100)) return this.replay();
    const free = (kase: ModelCase) => !busy.has(kase);
    const open = this.office.cases.filter(({ status }) => status === 'open');
    if (open.length < MOST_OPEN && this.random.chance(open.length < 4 ? 0.6 : 0.1)) return this.openings.draw(this.draw);
    const ended = this.office.cases.filter(({ status }) => status !== 'open').slice(-MOST_ENDED);
    const candidates = [...open, ...(this.random.chance(0.15) ? ended : [])].filter(free);
    if (candidates.length === 0) return undefined;
    return this.draw.onCase(this.random.pick(candidates));
  }

  private async execute(plan: Planned): Promise<void> {
    const no = ++this.commands;
    const { request } = plan;
    this.trace.push(`${no} ${request.user} ${plan.kase?.number ?? ''} ${plan.name} -> ${plan.status} ${plan.code ?? ''}`);
    const answers = await Promise.all(
      [request, ...(plan.rivals ?? [])].map(async (each) => ({ request: each, answer: await this.http.send(each) })),
    );
    let won: { request: Request; answer: Answer } | undefined;
    for (const each of answers) {
      const { status, code } = outcomeOf(each.answer);
      this.statuses[status] = (this.statuses[status] ?? 0) + 1;
      if (status >= 500) throw new Finding(`command ${no}, ${plan.name}`, 'no 5xx', each.answer.text);
      const isRight =
        (status === plan.status || (status === 200 && plan.status === 201)) && (plan.code === undefined || code === plan.code);
      if (isRight && !won) won = each;
      else if (!isRight && plan.rivals && plan.rivalCodes!.includes(code ?? '')) continue;
      else
        throw new Finding(`command ${no}, ${plan.name} by ${request.user}`, `${plan.status} ${plan.code ?? ''}`, each.answer.text, {
          case: plan.kase?.number,
          path: request.path,
          body: String(request.body).slice(0, 600),
        });
    }
    if (!won)
      throw new Finding(
        `command ${no}, ${plan.name}`,
        'one of them is done',
        answers.map(({ answer }) => answer.text),
      );
    counted.checks++;
    const { body } = outcomeOf(won.answer);
    await plan.apply?.(body);
    if (plan.apply && won.request.headers?.['idempotency-key']) this.replays.push({ ...won, at: this.office.now });
    if (plan.kase && (plan.shows || this.random.seed % 2 === no % 2))
      await this.compare(plan.kase, plan.shows ? (body as CaseView) : undefined);
  }

  /** What the command answered, or what the case shows; escalations may have come in between. */
  private async compare(kase: ModelCase, shown: CaseView | undefined): Promise<void> {
    const reader = readerOf(this.office, kase.table.agency);
    const view = shown ?? (outcomeOf(await this.http.send(new Requests(kase.version % 2 === 0).read(reader, kase.id))).body as CaseView);
    await compareFresh(this.http, reader, kase, view, this.office.now);
  }

  /** The same request again answers the same to the byte, whatever has become of the case; another body is refused. */
  private replay(): Planned | undefined {
    const recent = this.replays.filter(
      ({ at, request }) => this.office.now - at < 5 * 86_400_000 && !this.office.people.get(request.user)?.disabled,
    );
    if (recent.length === 0) return undefined;
    const { request, answer } = this.random.pick(recent);
    const mayTurn = request.path.endsWith('/complete') && request.type === undefined;
    if (mayTurn && this.random.chance(0.3)) {
      const body = JSON.stringify({ ...(JSON.parse(String(request.body)) as object), note: 'Lain.' });
      return { name: 'the same key with another body', request: { ...request, body }, status: 422, code: 'IDEMPOTENCY_KEY_REUSED' };
    }
    const again = async () => same('the same request again', (await this.http.send(request)).text, answer.text, { path: request.path });
    return { name: `again: ${request.path}`, request, status: answer.status, apply: again };
  }

  /** Something that concerns everybody; what follows from it is done before anybody goes on. */
  private async change(): Promise<void> {
    const what = await this.everybody.happen();
    this.trace.push(`  ${what}`);
    await this.settle();
  }

  /** Time goes by: minutes, hours, or days. */
  private async pass(): Promise<void> {
    const minutes = this.random.chance(this.weights.days)
      ? 1440 * (1 + this.random.int(4)) + this.random.int(600)
      : this.random.int(this.random.chance(0.3) ? 240 : 25);
    this.office.now += minutes * MINUTE + this.random.int(MINUTE);
    await this.service.setTime(this.office.now);
    this.http.setTime(this.office.now);
    await sleep(this.office.acting.some(({ ended }) => !ended) ? 1100 : 0);
    this.trace.push(`  it is ${new Date(this.office.now).toISOString()}`);
    await this.settle();
  }

  private async settle(): Promise<void> {
    this.office.endClaims();
    await this.service.settle();
    await Promise.all(this.office.cases.filter(({ open }) => open).map((kase) => this.sync(kase)));
  }

  private async sync(kase: ModelCase): Promise<void> {
    const view = await this.http.get<CaseView>(readerOf(this.office, kase.table.agency), `/v1/applications/${kase.id}`);
    if (view.version !== kase.version) await takeSystemEvents(this.http, readerOf(this.office, kase.table.agency), kase);
  }

  private async check(last = false): Promise<void> {
    await checkLists(this.office, this.http, this.random);
    this.lines = await checkBooks(this.office, this.http, this.random);
    const recent = this.office.cases.filter((kase, i, { length }) => kase.open || i >= length - 2 * MOST_ENDED);
    await checkLetters(this.office, this.http, last ? this.office.cases : recent);
    await checkReports(this.office, this.http);
    if (this.options.checkOften && this.random.chance(0.3)) await this.checkNotices();
  }

  /** All of it once more, and what was sent in the background. */
  private async end(): Promise<void> {
    await this.settle();
    await checkJournals(this.office, this.http);
    await this.check(true);
    await this.checkNotices();
  }

  private async checkNotices(): Promise<void> {
    for (const end = Date.now() + SETTLE_MS; !(await this.noticesAreOut(Date.now() > end));) await sleep(100);
  }

  private async noticesAreOut(last: boolean): Promise<boolean> {
    try {
      return await checkNotices(this.office, this.database, this.options.dataDir);
    } catch (error) {
      if (last) throw error;
      return false;
    }
  }
}
