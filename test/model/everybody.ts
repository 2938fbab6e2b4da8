import { setTimeout as sleep } from 'node:timers/promises';
import type { Http, Request } from './client.js';
import { Finding, same } from './finding.js';
import type { Office } from './office.js';
import type { Random } from './random.js';
import { outcomeOf } from './requests.js';

const DAIRI = 'dpmptspk-dairi';
const DAY = 86_400_000;
/** Nodes remember acting periods for a second; only a task that needs one is confirmed at once. */
const REMEMBERED_MS = 1100;

/** What concerns more than one case: calendar, accounts and acting officials. Done while no command is under way. */
export class Everybody {
  private keys = 0;
  private calendarVersion: number | undefined;
  private readonly holidays: string[] = [];

  constructor(
    private readonly office: Office,
    private readonly random: Random,
    private readonly http: Http,
  ) {}

  /** A second official at every desk, so that claims have somebody to be in the way of. */
  async hire(): Promise<void> {
    const staff = [...this.office.people.values()].filter(
      ({ agency, roles }) => agency === DAIRI && !roles.some(({ role }) => ['applicant', 'admin', 'reports', 'auditor'].includes(role)),
    );
    for (const { roles } of staff) {
      const username = `kedua.${roles.map(({ role, section = '' }) => `${role}${section.toLowerCase()}`).join('.')}`;
      const body = { username, name: `Petugas Kedua ${roles[0]!.role}`, password: 'sebuah kata sandi yang cukup panjang 7', roles };
      await this.must('POST', '/v1/staff', body, 201);
      this.office.people.set(username, { agency: DAIRI, username, roles, disabled: false });
    }
    await this.http.signIn();
  }

  /** One of them, at random. */
  async happen(): Promise<string> {
    const kind = this.random.weighted([
      [5, 'holiday'],
      [2, 'take back'],
      [1.5, 'take back nothing'],
      [2, 'stale calendar'],
      [4, 'disable'],
      [6, 'enable'],
      [4, 'stand-in'],
      [3, 'end stand-in'],
    ] as const);
    switch (kind) {
      case 'holiday':
        return this.holiday();
      case 'take back':
        return this.takeBack(this.holidays.length > 0 ? this.random.pick(this.holidays) : this.future());
      case 'take back nothing':
        return this.takeBack(this.future());
      case 'stale calendar':
        return this.staleCalendar();
      case 'disable':
        return this.disable();
      case 'enable':
        return this.enable();
      case 'stand-in':
        return this.standIn();
      case 'end stand-in':
        return this.endStandIn();
    }
  }

  private future(): string {
    return this.office.hoursOf(DAIRI).dateOf(this.office.now + (1 + this.random.int(14)) * DAY);
  }

  private async holiday(): Promise<string> {
    const date = this.future();
    const hours = this.office.hoursOf(DAIRI);
    const before = hours.isChanged(date);
    const known = await this.version();
    const { version } = await this.must<{ version: number }>(
      'PUT',
      `/v1/calendar/holidays/${date}`,
      { kind: 'holiday', name: 'Libur daerah' },
      200,
    );
    same('version of the calendar after a change', version > known || before, true, { date, version, known });
    this.calendarVersion = version;
    hours.close(date);
    this.holidays.push(date);
    return `holiday on ${date}`;
  }

  private async takeBack(date: string): Promise<string> {
    const hours = this.office.hoursOf(DAIRI);
    const known = await this.version();
    const { version } = await this.must<{ version: number }>('DELETE', `/v1/calendar/holidays/${date}`, undefined, 200);
    same('version of the calendar after taking back', version, hours.isChanged(date) ? known + 1 : known, { date });
    this.calendarVersion = version;
    hours.takeBack(date);
    const at = this.holidays.indexOf(date);
    if (at >= 0) this.holidays.splice(at, 1);
    return `${date} as the file says`;
  }

  private async staleCalendar(): Promise<string> {
    const known = await this.version();
    const request = this.request(
      'PUT',
      `/v1/calendar/holidays/${this.future()}`,
      { kind: 'holiday', name: 'Terlambat' },
      { 'if-match': `"${known + 7}"` },
    );
    same('calendar by an old version', outcomeOf(await this.http.send(request)).status, 412);
    return 'calendar by an old version';
  }

  private async version(): Promise<number> {
    const { version } = await this.http.get<{ version: number }>('admin', '/v1/calendar');
    if (this.calendarVersion !== undefined) same('version of the calendar', version, this.calendarVersion);
    return (this.calendarVersion = version);
  }

  private async disable(): Promise<string> {
    const disabled = [...this.office.people.values()].filter((each) => each.disabled);
    const candidates = [...this.office.people.values()].filter(({ username, disabled: gone }) => username.startsWith('kedua.') && !gone);
    if (disabled.length > 2 || candidates.length === 0) return 'nobody is disabled';
    // Whoever holds a claim is the most telling one.
    const claiming = candidates.filter(({ username }) => this.office.cases.some(({ open }) => open?.claimedBy === username));
    const official = this.random.pick(claiming.length > 0 ? claiming : candidates);
    await this.must('POST', `/v1/staff/${this.http.idOf(official.username)}/disable`, {}, 200);
    official.disabled = true;
    const answer = await this.http.send({ user: official.username, method: 'GET', path: '/v1/me' });
    same('somebody whose account is disabled', answer.status, 401, { user: official.username });
    return `${official.username} is disabled`;
  }

  private async enable(): Promise<string> {
    const disabled = [...this.office.people.values()].filter((each) => each.disabled);
    if (disabled.length === 0) return 'nobody is enabled';
    const official = this.random.pick(disabled);
    await this.must('POST', `/v1/staff/${this.http.idOf(official.username)}/enable`, {}, 200);
    official.disabled = false;
    await this.http.signInAgain(official.username);
    return `${official.username} is enabled`;
  }

  private async standIn(): Promise<string> {
    const { office } = this;
    const running = office.acting.filter((each) => office.running(each));
    const free = (username: string) => running.every(({ deputy, holder }) => deputy !== username && holder !== username);
    const staff = [...office.people.values()].filter(
      ({ agency, disabled, username, roles }) =>
        agency === DAIRI &&
        !disabled &&
        free(username) &&
        !roles.some(({ role }) => ['applicant', 'admin', 'reports', 'auditor'].includes(role)),
    );
    if (running.length > 1 || staff.length < 2) return 'nobody stands in';
    const holder = this.random.pick(staff);
    const [{ role, section }] = holder.roles as [{ role: string; section?: string }];
    const deputies = staff.filter((each) => each !== holder && !each.roles.some((held) => held.role === role));
    if (deputies.length === 0) return 'nobody stands in';
    const deputy = this.random.pick(deputies);
    const hours = office.hoursOf(DAIRI);
    const until = hours.dateOf(office.now + (1 + this.random.int(3)) * DAY);
    const body = { user: deputy.username, role, ...(section && { section }), kind: 'plh', until };
    const { id } = await this.must<{ id: string }>('POST', '/v1/stand-ins', body, 201, holder.username);
    const end = Date.parse(until) + DAY - 7 * 3_600_000;
    office.acting.push({ id, deputy: deputy.username, holder: holder.username, role, section, until: end, ended: false });
    await sleep(REMEMBERED_MS);
    return `${deputy.username} stands in for ${holder.username}`;
  }

  private async endStandIn(): Promise<string> {
    const running = this.office.acting.filter((each) => this.office.running(each));
    if (running.length === 0) return 'no stand-in ends';
    const acting = this.random.pick(running);
    await this.must('POST', `/v1/stand-ins/${acting.id}/end`, {}, 200);
    acting.ended = true;
    await sleep(REMEMBERED_MS);
    return `${acting.deputy} stands in no more`;
  }

  private request(method: string, path: string, body: object | undefined, more: object = {}, user = 'admin'): Request {
    const headers = { 'idempotency-key': `office-${this.random.seed}-${++this.keys}`, ...more };
    return { user, method, path, headers, ...(body && { body: JSON.stringify(body) }) };
  }

  private async must<T>(method: string, path: string, body: object | undefined, status: number, user = 'admin'): Promise<T> {
    const answer = await this.http.send(this.request(method, path, body, {}, user));
    if (answer.status !== status && !(answer.status === 200 && status === 201))
      throw new Finding(`${method} ${path}`, status, `${answer.status} ${answer.text}`, { user, body });
    return answer.json as T;
  }
}
