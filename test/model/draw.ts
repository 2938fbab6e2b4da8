import type { ModelCase } from './case.js';
import type { Beside } from './letters.js';
import { readerOf } from './checks.js';
import type { Http } from './client.js';
import { compareFresh, type CaseView } from './compare.js';
import type { Office } from './office.js';
import type { Planned, Weights } from './plan.js';
import type { Random } from './random.js';
import { Requests } from './requests.js';
import { isWrong, wrongCommand } from './wrong.js';
import { acceptDocument, addDocument } from './upload.js';

/** An input that a schema gives as an example, by row and outcome; and whether it may be left out. */
export interface Example {
  readonly input: object;
  readonly required: boolean;
}

/** Draws commands on cases, right and wrong, each with what the model says to it. */
export class Draw {
  private keys = 0;

  constructor(
    readonly office: Office,
    readonly random: Random,
    readonly http: Http,
    readonly weights: Weights,
    private readonly examples: Map<string, Example>,
    /** A regular line of a book to insert beside, as it was last read. */
    readonly lineOf: (agency: string, book: string) => Beside | undefined,
  ) {}

  key(): Record<string, string> {
    return { 'idempotency-key': `walk-${this.random.seed}-${++this.keys}` };
  }

  requests(): Requests {
    return new Requests(this.random.chance(0.35));
  }

  /** The example of an outcome's input, which is read once. */
  async example(kase: ModelCase, outcome: string): Promise<Example> {
    const { row, task } = kase.open!;
    const place = `${kase.table.code} ${row.no} `;
    if (!this.examples.has(place + outcome)) {
      const [reader] = this.office.performers(kase);
      const view = await this.http.get<{ outcomes: { key: string; input: { examples?: object[]; required?: string[] } }[] }>(
        reader!,
        `/v1/tasks/${task}`,
      );
      for (const { key, input } of view.outcomes)
        this.examples.set(place + key, { input: input.examples?.[0] ?? {}, required: (input.required ?? []).length > 0 });
    }
    return this.examples.get(place + outcome) ?? { input: {}, required: false };
  }

  /** A command on one case; undefined where nothing suits it. */
  async onCase(kase: ModelCase): Promise<Planned | undefined> {
    const { weights: w } = this;
    if (kase.status !== 'open') return this.onEnded(kase);
    const performers = this.office.performers(kase);
    const by = performers.length > 0;
    const kind = this.random.weighted([
      [by ? w.forward : 0, 'forward'],
      [by ? w.otherWay : 0, 'other'],
      [w.wrong, 'wrong'],
      [by ? w.claim : 0, 'claim'],
      [by && kase.open!.claimedBy === null ? w.race : 0, 'race'],
      [w.document, 'document'],
      [w.withdraw, 'withdraw'],
      [kase.voidable ? w.void : 0, 'void'],
      [kase.letters.length > 0 ? 2 : 0, 'undo'],
    ] as const);
    switch (kind) {
      case 'forward':
        return this.complete(kase, kase.open!.row.outcomes[0]!.key);
      case 'other':
        return this.complete(kase, this.random.pick(kase.open!.row.outcomes).key);
      case 'race':
        return this.race(kase);
      case 'claim':
        return this.claim(kase);
      case 'document':
        return acceptDocument(this, kase) ?? addDocument(this, kase);
      case 'withdraw':
        return this.withdraw(kase);
      case 'void':
        return this.voidNumber(kase);
      case 'undo':
        return this.undo(kase, this.random.chance(0.7) ? 'revoke' : 'correct');
      case 'wrong':
        return wrongCommand(this, kase);
    }
  }

  /** Who a claim leaves the task to, where it is claimed. */
  performer(kase: ModelCase): string | undefined {
    const performers = this.office.performers(kase);
    const { claimedBy } = kase.open!;
    if (claimedBy !== null) return performers.includes(claimedBy) ? claimedBy : undefined;
    return performers.length > 0 ? this.random.pick(performers) : undefined;
  }

  private async complete(kase: ModelCase, outcome: string): Promise<Planned | undefined> {
    const user = this.performer(kase);
    if (!user) return this.claim(kase);
    const { row, task } = kase.open!;
    const { input } = await this.example(kase, outcome);
    const inserts = row.does === 'number' && this.random.chance(this.weights.insert);
    const beside = inserts ? this.lineOf(kase.table.agency, row.book!) : undefined;
    const body = { outcome, input: beside ? { insertBeside: beside.id, reason: 'Sisipan.' } : input };
    const blocked = kase.blockedByDocuments(outcome);
    // What stands in the way is seen to more often than not, so that cases come to their ends.
    if (blocked && this.random.chance(0.7)) return acceptDocument(this, kase);
    return {
      name: `complete row ${row.no}: ${outcome}${beside ? ' (inserted)' : ''}`,
      kase,
      request: this.requests().complete(user, task, body, this.key()),
      ...(blocked
        ? { status: 409, code: 'DOCUMENTS_NEWER' }
        : { status: 200, shows: 'case', apply: (view) => this.completed(kase, user, outcome, view as CaseView, beside) }),
    };
  }

  private async completed(kase: ModelCase, user: string, outcome: string, view: CaseView, beside?: Beside): Promise<void> {
    const before = kase.letters.length;
    const people = this.office.peopleOf(user, kase);
    kase.complete(outcome, people, this.office.now, { task: view.openTasks[0]?.id, ...(beside && { beside }) });
    if (kase.letters.length > before) await this.findLetter(kase);
  }

  /** The id of a letter that was drafted stands in the case. */
  private async findLetter(kase: ModelCase): Promise<void> {
    const [reader] = this.office.holders(kase.table.agency, 'agency-head');
    const { records } = await this.http.get<{ records: { kind: string; id: string }[] }>(reader!, `/v1/applications/${kase.id}`);
    const known = kase.letters.map(({ id }) => id);
    kase.letters.at(-1)!.id = records.findLast(({ kind, id }) => kind === 'letter' && !known.includes(id))!.id;
  }

  private async race(kase: ModelCase): Promise<Planned | undefined> {
    const { row, task } = kase.open!;
    const outcome = row.outcomes[0]!.key;
    const { input } = await this.example(kase, outcome);
    if (kase.blockedByDocuments(outcome)) return undefined;
    const user = this.performer(kase)!;
    const send = () => this.requests().complete(user, task, { outcome, input }, this.key());
    return {
      name: `complete row ${row.no} three times at once`,
      kase,
      request: send(),
      rivals: [send(), send()],
      rivalCodes: ['TASK_NOT_OPEN'],
      status: 200,
      apply: (view) => this.completed(kase, user, outcome, view as CaseView),
    };
  }

  private claim(kase: ModelCase): Planned | undefined {
    const { claimedBy, task } = kase.open!;
    const user = this.office.performers(kase).length > 0 ? this.random.pick(this.office.performers(kase)) : undefined;
    if (!user) return undefined;
    const what = claimedBy !== null || this.random.chance(0.15) ? 'release' : 'claim';
    const refused = what === 'release' && claimedBy === null;
    return {
      name: what,
      kase,
      request: this.requests().claim(user, task, what, this.key()),
      ...(refused
        ? { status: 409, code: 'TASK_NOT_CLAIMED' }
        : { status: 200, shows: 'case', apply: () => kase.claim(what === 'claim' ? user : null) }),
    };
  }

  private withdraw(kase: ModelCase): Planned | undefined {
    const user = kase.applicant ?? this.random.pick(this.office.holders(kase.table.agency, 'front-office'));
    const ended = kase.status !== 'open' && 'APPLICATION_CLOSED';
    const code = ended || ((kase.signed || kase.issued) && 'WITHDRAWAL_TOO_LATE') || undefined;
    return {
      name: 'withdraw',
      kase,
      request: this.requests().withdraw(user, kase.id, this.key()),
      ...(code ? { status: 409, code } : { status: 200, shows: 'case', apply: () => kase.withdraw(this.office.now) }),
    };
  }

  /** By the keeper of the book, who is whoever does the row that numbers. */
  private async voidNumber(kase: ModelCase): Promise<Planned | undefined> {
    const numbering = kase.numberingRow();
    const keepers = this.office.holders(kase.table.agency, numbering.role);
    if (keepers.length === 0) return undefined;
    const keeper = this.random.pick(keepers);
    const { number } = await this.http.get<{ number: string }>(keeper, `/v1/letters/${kase.letter!.id}`);
    const line = await this.lineWith(keeper, numbering.book!, number);
    if (!line) return undefined;
    return {
      name: `void ${number}`,
      kase,
      request: {
        user: keeper,
        method: 'POST',
        path: `/v1/books/${numbering.book}/entries/${line}/void`,
        body: JSON.stringify({ reason: 'Salah nomor.' }),
        headers: this.key(),
      },
      status: 200,
      apply: async () => {
        const answer = await this.http.send(new Requests(false).read(keeper, kase.id));
        kase.voidNumber((answer.json as CaseView).openTasks[0]!.id, this.office.now);
        await compareFresh(this.http, readerOf(this.office, kase.table.agency), kase, answer.json as CaseView, this.office.now);
      },
    };
  }

  private async lineWith(user: string, book: string, number: string): Promise<string | undefined> {
    for (let after = ''; ;) {
      const page = await this.http.get<{ items: { id: string; number: string }[]; next: string | null }>(
        user,
        `/v1/books/${book}?limit=200${after}`,
      );
      const line = page.items.find((each) => each.number === number);
      if (line || page.next === null) return line?.id;
      after = `&after=${page.next}`;
    }
  }

  private undo(kase: ModelCase, what: 'correct' | 'revoke'): Planned | undefined {
    const letter = this.random.pick(kase.letters);
    const signing = [...kase.table.rows.values()].find(({ does }) => does === 'sign')!;
    const heads = this.office.holders(kase.table.agency, signing.role);
    if (heads.length === 0 || letter.id === '') return undefined;
    const code = this.whyNotUndone(kase, letter, what);
    const apply = (view: unknown) =>
      what === 'revoke' ? kase.revoke(letter) : kase.correct(letter, (view as CaseView).openTasks[0]!.id, this.office.now);
    return {
      name: `${what} a letter that is ${letter.status}`,
      kase,
      request: this.requests().undo(this.random.pick(heads), letter.id, what, this.key()),
      ...(code ? { status: 409, code } : { status: 200, shows: 'case', apply }),
    };
  }

  private whyNotUndone(kase: ModelCase, letter: ModelCase['letters'][number], what: string): string | undefined {
    if (kase.status === 'withdrawn') return 'APPLICATION_CLOSED';
    if (kase.status === 'open' && (what === 'correct' || !kase.issued)) return 'APPLICATION_OPEN';
    return kase.isOut(letter) && !(what === 'correct' && letter.corrected) ? undefined : 'LETTER_NOT_VALID';
  }

  private onEnded(kase: ModelCase): Planned | undefined | Promise<Planned | undefined> {
    const letters = kase.letters.length > 0;
    const kind = this.random.weighted([
      [letters ? this.weights.correct : 0, 'correct'],
      [letters ? this.weights.revoke : 0, 'revoke'],
      [4, 'withdraw'],
      [6, 'stale'],
      [3, 'document'],
    ] as const);
    if (kind === 'withdraw') return this.withdraw(kase);
    if (kind === 'document') return addDocument(this, kase);
    if (kind === 'stale') return isWrong(this, kase, 'stale task');
    return this.undo(kase, kind);
  }
}
