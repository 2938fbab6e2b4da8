import type { Amount, OfficeHours } from './hours.js';
import type { Beside, ModelLetter, ModelLine } from './letters.js';
import type { Row, Table } from './tables.js';
import { forward, leads } from './ways.js';

export interface OpenRow {
  row: Row;
  task: string;
  openedAt: number;
  left: Amount | null;
  claimedBy: string | null;
}

interface LawRun {
  startedAt: number;
  endedAt: number | null;
  /** Warnings that the journal has. */
  warnings: number;
  final: boolean;
}

const NOTHING: Amount = { days: 0, ms: 0 };
const CHECKS = ['check-completeness', 'verify'];
const BUILDS = ['recommend', 'initial', 'sign'];
/** Nobody does one of the first after one of the second. */
const APART = ['initial', 'sign', 'number'];
const AUTHORS = ['draft-letter', 'recommend'];

/** One case by the table of its SOP. What it says was written from the documents, not from the service. */
export class ModelCase {
  status = 'open';
  version = 1;
  closedAt: number | null = null;
  open: OpenRow | undefined;
  receipt = false;
  issued = false;
  signed = false;
  numbered = false;
  law: LawRun | null = null;
  readonly used = new Map<number, Amount>();
  readonly doneBy = new Map<number, Set<string>>();
  readonly letters: ModelLetter[] = [];
  readonly lines: ModelLine[] = [];
  readonly documents: { readonly id: string; readonly requirement: string; newer: boolean }[] = [];
  /** Steps in the order in which they were completed. */
  readonly completed: { readonly step: number; readonly outcome: string; readonly by: string }[] = [];
  readonly staleTasks: string[] = [];
  /** Notices that its applicant is owed, by kind. */
  readonly owed = new Map<string, number>();
  /** Events by the system that the journal was found to have. */
  systemEvents = 0;

  constructor(
    readonly table: Table,
    readonly id: string,
    readonly number: string,
    /** The account of the applicant; null for somebody at the counter. */
    readonly applicant: string | null,
    private readonly hours: OfficeHours,
    task: string,
    readonly openedAt: number,
  ) {
    this.enter(table.start, task, openedAt, applicant === null ? undefined : this.used);
  }

  get assistant(): string | null {
    return this.applicant === null ? 'front-office' : null;
  }

  /** In whose inbox the open task is. */
  get desk(): string | undefined {
    return this.open && (this.open.row.role === 'applicant' ? (this.assistant ?? 'applicant') : this.open.row.role);
  }

  dueAt(): number | null {
    return this.open?.left ? this.hours.add(this.open.openedAt, this.open.left) : null;
  }

  /** The present letter: the last that no other is to replace. */
  get letter(): ModelLetter | undefined {
    return this.letters.findLast((letter) => !letter.corrected && letter.kind === this.lastKind);
  }
  private lastKind: string | undefined;

  lawDue(): number | null {
    return this.law && this.hours.closing(this.law.startedAt, this.table.law!.workingDays);
  }

  lawStatus(now: number): string {
    if (!this.law) return 'not-started';
    if ((this.law.endedAt ?? now) > this.lawDue()!) return 'passed';
    if (this.law.endedAt === null) return 'running';
    return this.status === 'withdrawn' ? 'stopped' : 'met';
  }

  /** The earlier rows that keep somebody from the open one. */
  keptFrom(people: readonly string[]): boolean {
    const { row } = this.open!;
    if (!APART.includes(row.does)) return false;
    const earlier = [...this.table.rows.values()].filter(({ no, does }) => AUTHORS.includes(does) && leads(this.table, no, row.no));
    return earlier.some(({ no }) => people.some((one) => this.doneBy.get(no)?.has(one)));
  }

  blockedByDocuments(outcome: string): boolean {
    const { row } = this.open!;
    return BUILDS.includes(row.does) && row.outcomes[0]!.key === outcome && this.documents.some(({ newer }) => newer);
  }

  /** Whether the case goes back to the row that numbers, when its number is voided. */
  get voidable(): boolean {
    if (this.status !== 'open' || !this.numbered || this.letter?.status !== 'numbered') return false;
    const numbering = this.numberingRow();
    const ahead = forward(this.table, numbering.no);
    const counting = ahead.find((no) => this.does(no) === 'publish-in-oss') ?? ahead.find((no) => this.does(no) === 'hand-over');
    return counting === undefined || forward(this.table, this.open!.row.no).includes(counting);
  }

  numberingRow(): Row {
    const kind = this.lastKind;
    const draft = [...this.table.rows.values()].find(({ letter }) => letter === kind)!;
    return this.table.rows.get(forward(this.table, draft.no).find((no) => this.does(no) === 'number')!)!;
  }

  complete(
    outcomeKey: string,
    by: readonly string[],
    now: number,
    next: { readonly task: string | undefined; readonly beside?: Beside },
  ): void {
    const { row, openedAt, left, task } = this.open!;
    const outcome = row.outcomes.find(({ key }) => key === outcomeKey)!;
    if (left) this.use(row.no, this.hours.between(openedAt, now));
    else this.use(row.no, NOTHING);
    this.completed.push({ step: row.no, outcome: outcomeKey, by: by[0]! });
    this.doneBy.set(row.no, new Set([...(this.doneBy.get(row.no) ?? []), ...by]));
    this.staleTasks.push(task);
    if (CHECKS.includes(row.does)) for (const each of this.documents) each.newer = false;
    this.effects(row, outcome.means, now, next.beside);
    const { leadsTo } = outcome;
    this.followLaw(row, outcome.means, leadsTo, now);
    this.version++;
    if (typeof leadsTo === 'number') return this.enter(leadsTo, next.task!, now, this.used);
    this.status = leadsTo;
    this.closedAt = now;
    this.open = undefined;
  }

  withdraw(now: number): void {
    const { row, left, openedAt, task } = this.open!;
    if (left) this.use(row.no, this.hours.between(openedAt, now));
    if (this.law) this.law.endedAt ??= now;
    this.staleTasks.push(task);
    this.open = undefined;
    this.status = 'withdrawn';
    this.closedAt = now;
    this.version++;
  }

  voidNumber(task: string, now: number): void {
    const letter = this.letter!;
    const line = this.lines.findLast((each) => each.letter === letter && !each.voided && each.book === this.numberingRow().book)!;
    line.voided = true;
    Object.assign(letter, { number: null, dated: null, numberedAt: null, status: 'signed' });
    const old = letter.replaces;
    if (old?.replacedBy === letter) {
      old.replacedBy = undefined;
      old.status = old.revoked ? 'revoked' : old.acknowledged ? 'acknowledged' : old.handedOver ? 'handed-over' : 'numbered';
    }
    this.numbered = false;
    this.staleTasks.push(this.open!.task);
    this.version++;
    this.enter(this.numberingRow().no, task, now, this.used);
  }

  correct(letter: ModelLetter, task: string, now: number): void {
    letter.corrected = true;
    this.status = 'open';
    this.closedAt = null;
    this.issued = true;
    this.used.clear();
    if (this.law) this.law.final = true;
    const draft = [...this.table.rows.values()].find((row) => row.letter === letter.kind)!;
    this.version++;
    this.owe('corrected');
    this.enter(draft.no, task, now, this.used);
  }

  revoke(letter: ModelLetter): void {
    Object.assign(letter, { revoked: true, status: 'revoked' });
    this.owe('revoked');
    this.version++;
  }

  addDocument(id: string, requirement: string): void {
    const checked = this.issued || [...this.table.rows.values()].some(({ no, does }) => CHECKS.includes(does) && this.used.has(no));
    this.documents.push({ id, requirement, newer: requirement !== 'evidence' && checked });
    this.version++;
  }

  claim(user: string | null): void {
    this.open!.claimedBy = user;
    this.version++;
  }

  /** A letter that is out: signed in a case that has ended, or under correction. */
  isOut(letter: ModelLetter): boolean {
    return letter.signed && !letter.revoked && !letter.replacedBy && (this.status !== 'open' || letter.corrected);
  }

  private effects(row: Row, means: string, now: number, beside: Beside | undefined): void {
    const { does } = row;
    if (does === 'submit') this.owe('received');
    const again = does === 'issue-receipt' && this.receipt;
    if (does === 'issue-receipt') this.receipt = true;
    if (does === 'issue-receipt') this.owe('receipt');
    if (does === 'draft-letter') this.draft(row.letter!);
    const letter = this.letter;
    if (does === 'initial' && letter) letter.status = means === 'ok' ? 'initialled' : 'returned';
    if (does === 'sign' && letter) {
      letter.status = means === 'signed' ? 'signed' : 'returned';
      letter.signed = letter.signed || means === 'signed';
      this.signed = means === 'signed';
      if (means === 'signed') this.owe('decided');
    }
    const dated = beside?.dated ?? this.hours.dateOf(now);
    if (does === 'number' && letter) {
      Object.assign(letter, { status: 'numbered', dated, numberedAt: now });
      this.numbered = true;
      if (letter.replaces) {
        letter.replaces.replacedBy = letter;
        if (!letter.replaces.revoked) letter.replaces.status = 'replaced';
      }
    }
    if (does === 'hand-over' && letter) Object.assign(letter, { handedOver: true, status: 'handed-over' });
    if (does === 'hand-over') this.owe('ready');
    if (does === 'acknowledge' && letter) Object.assign(letter, { acknowledged: true, status: 'acknowledged' });
    if (row.book !== undefined && !again) {
      const ofLetter = does === 'number' || does === 'acknowledge' ? letter : undefined;
      this.lines.push({ book: row.book, dated, enteredAt: now, beside: beside?.id, voided: false, letter: ofLetter });
    }
  }

  private draft(kind: string): void {
    this.lastKind = kind;
    this.signed = false;
    const present = this.letters.find((letter) => letter.kind === kind && !letter.corrected);
    if (present) return void Object.assign(present, { status: 'drafted', signed: false, handedOver: false });
    const replaces = this.issued ? this.letters.findLast((letter) => letter.kind === kind && letter.corrected) : undefined;
    const fresh = { number: null, dated: null, numberedAt: null, signed: false, handedOver: false, acknowledged: false };
    this.letters.push({ id: '', kind, status: 'drafted', ...fresh, revoked: false, corrected: false, replaces, replacedBy: undefined });
  }

  private followLaw(row: Row, means: string, leadsTo: number | string, now: number): void {
    const { law } = this.table;
    if (!law) return;
    const ends = typeof leadsTo !== 'number' || this.signed;
    if (row.no === law.startsAfter && means === row.outcomes[0]!.means)
      this.law ??= { startedAt: now, endedAt: null, warnings: 0, final: false };
    if (!this.law || this.law.final) return;
    const back =
      typeof leadsTo === 'number' &&
      this.table.rows.get(leadsTo)!.role === 'applicant' &&
      forward(this.table, leadsTo).includes(law.startsAfter);
    if (back && this.law.endedAt === null && this.law.warnings <= law.remindBefore.length) this.law = null;
    else this.law.endedAt = ends ? (this.law.endedAt ?? now) : null;
  }

  private enter(no: number, task: string, now: number, used: ReadonlyMap<number, Amount> | undefined): void {
    const row = this.table.rows.get(no)!;
    const before = used?.get(no) ?? NOTHING;
    const { standard } = row;
    const still = row.role === 'applicant' && used !== undefined;
    const left = still ? null : { days: Math.max(0, standard.days - before.days), ms: Math.max(0, standard.ms - before.ms) };
    if (this.completed.length > 0 && row.role === 'applicant') this.owe('returned');
    this.open = { row, task, openedAt: now, left, claimedBy: null };
  }

  private use(no: number, { days, ms }: Amount): void {
    const before = this.used.get(no) ?? NOTHING;
    this.used.set(no, { days: before.days + days, ms: before.ms + ms });
  }

  private owe(kind: string): void {
    this.owed.set(kind, (this.owed.get(kind) ?? 0) + 1);
  }

  private does(no: number): string {
    return this.table.rows.get(no)!.does;
  }
}
