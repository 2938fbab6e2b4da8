import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { startOssSimulator, type OssSimulator } from '../../src/oss-simulator/start.js';
import type { OssLicenceView, OssStateView } from '../../src/modules/oss/oss-state.view.js';
import { FixedClock } from '../../src/kernel/clock.js';
import type { ApplicationView } from '../../src/workflow/application.view.js';
import { boot, WORKING, type BootOptions, type Booted } from './boot.js';
import { ok, type PageOf } from './client.js';
import { until } from './until.js';
import { choices, STOP, walkOn, type Choice } from './walk.js';

export const ACCOUNT = { userKey: 'kunci-uji', username: 'oss-uji', password: 'sandi-uji' } as const;
/** The rows that the web service does; whoever walks lets it. */
export const BY_OSS = { 22: STOP, 23: STOP } as const;

/** A service that works by the web service of a simulator, each calling the other over HTTP. */
export class OssTown {
  private constructor(
    readonly service: Booted,
    readonly oss: OssSimulator,
  ) {}

  static async found({ env, ...options }: BootOptions = {}): Promise<OssTown> {
    const port = await freePort();
    const clock = options.clock ?? new FixedClock(new Date('2026-11-23T09:00:00+07:00'));
    const address = `http://127.0.0.1:${port}`;
    const oss = await startOssSimulator({ ...ACCOUNT, clock, peer: `${address}/oss`, seed: 7 });
    const service = await boot({
      ...options,
      clock,
      env: {
        ...WORKING,
        OSS_BASE_URL: oss.baseUrl,
        OSS_USER_KEY: ACCOUNT.userKey,
        OSS_USERNAME: ACCOUNT.username,
        OSS_PASSWORD: ACCOUNT.password,
        OSS_TIMEOUT_MS: '1500',
        OSS_RETRY_MS: '20',
        PUBLIC_URL: address,
        ...env,
      },
    });
    await service.app.listen(port, '127.0.0.1');
    return new OssTown(service, oss);
  }

  async leave(): Promise<void> {
    await this.oss.idle();
    await this.service.close();
    await this.oss.close();
  }

  /** A NIB is pushed, and answered; the application that comes of it. */
  async apply(given: Parameters<OssSimulator['pushNib']>[0] = {}): Promise<{ nib: string; idIzin: string; application: ApplicationView }> {
    const { nib, idIzin, delivered } = await this.oss.pushNib(given);
    if (JSON.stringify(delivered.answer).includes('"2"')) throw new Error(JSON.stringify(delivered));
    const application = await until(() => this.find(nib));
    return { nib, idIzin, application: application! };
  }

  async find(nib: string): Promise<ApplicationView | undefined> {
    const clerk = await this.service.as('frontoffice');
    return ok(await clerk.get<PageOf<ApplicationView>>(`/v1/applications?q=${nib}`)).items[0];
  }

  async application(id: string): Promise<ApplicationView> {
    return ok(await (await this.service.as('frontoffice')).get<ApplicationView>(`/v1/applications/${id}`));
  }

  async state(id: string): Promise<OssStateView> {
    return ok(await (await this.service.as('frontoffice')).get<OssStateView>(`/v1/applications/${id}/oss`));
  }

  /** By people up to the rows that OSS does; what it does by itself; and on. */
  async walkBy(application: ApplicationView, by: Readonly<Record<number, Choice | readonly Choice[]>> = {}): Promise<ApplicationView> {
    const { application: reached } = await walkOn(this.service, application, choices({ ...BY_OSS, ...by }));
    if (reached.openTasks[0]?.step !== 22) return reached;
    const issued = await this.reaches(reached.id, 24);
    return (await walkOn(this.service, issued)).application;
  }

  /** OSS sets a status by itself. */
  sets(idIzin: string, kdStatus: string): void {
    const at = this.service.clock.now().toISOString();
    this.oss.memory.addStatus(idIzin, { kdStatus, keterangan: undefined, by: 'oss', method: 'test', tglStatus: undefined, at });
  }

  /** Compares one case with OSS, a minute later; its licence as it stands after that. */
  async compare(application: string): Promise<OssLicenceView> {
    const clerk = await this.service.as('backoffice1');
    const before = (await this.state(application)).licence!.checkedAt;
    this.service.pass(1);
    ok(await clerk.post('/v1/oss/reconciliation', { application }));
    return until(
      async () => (await this.state(application)).licence!,
      ({ checkedAt }) => checkedAt !== null && checkedAt !== before,
    );
  }

  /** The front office submits it again, for a person without an account. */
  async handIn({ openTasks }: ApplicationView): Promise<ApplicationView> {
    this.service.pass(1);
    return ok(await (await this.service.as('frontoffice')).complete(openTasks[0]!.id, 'submitted'));
  }

  async reaches(id: string, step: number, withinMs?: number): Promise<ApplicationView> {
    return until(
      () => this.application(id),
      ({ openTasks }) => openTasks[0]?.step === step,
      withinMs,
    );
  }

  /** Waits until all messages are sent to OSS; returns the codes that it received, in order. */
  async told(application: string, withinMs?: number): Promise<readonly string[]> {
    const state = await until(
      // The outbox first: what is taken out of it in between is among the messages then.
      async () => ({ behind: await this.behind(application), state: await this.state(application) }),
      ({ state: { messages }, behind }) => behind === 0 && messages.every(({ state: how }) => how !== 'sending'),
      withinMs,
    );
    const licence = this.oss.memory.licence(state.state.licence!.idIzin);
    return licence!.history.filter(({ by }) => by === 'agency').map(({ kdStatus }) => kdStatus);
  }

  private async behind(application: string): Promise<number> {
    const [row] = await this.service.sql<{ n: number }>('select count(*)::int as n from outbox where application_id = $1', [application]);
    return row!.n;
  }
}

/** Below the ports that systems give to outgoing connections: one of those might be taken before it is listened on. */
const PORTS = { first: 20_000, count: 12_000 } as const;

/** A port on which no process listens now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.first + randomInt(PORTS.count);
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
}
