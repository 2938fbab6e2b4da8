import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { holds, type Principal } from '../../kernel/principal.js';
import { refusal } from '../../kernel/refusal.js';
import type { ApiCommand } from '../../platform/api/command-of.js';
import { permitted } from '../../platform/auth/permissions.js';
import { StepUp } from '../../platform/auth/step-up.js';
import type { Tx } from '../../platform/database/tx.js';
import { Commands } from '../../platform/idempotency/commands.js';
import {
  bookLine,
  entryVoided,
  insertInBook,
  lockRegularLine,
  seedBook,
  voidLine,
  type BookLine,
} from '../../platform/numbering/book-keeping.js';
import { dateIn } from '../../platform/numbering/number-format.js';
import { letterIssued } from '../../sop/case-refusals.js';
import { performerOf } from '../../sop/definition-lookup.js';
import type { Actor, Agency, Book } from '../../sop/sop-definition.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { numberPlace } from '../../workflow/number-place.js';
import { WorkflowService } from '../../workflow/workflow.service.js';
import type { InsertEntryInput, SeedBookInput } from './book.input.js';
import type { BookNumberView, BookSeedView } from './book-number.view.js';
import { bookNotFound } from './books.service.js';
import { NUMBER_OF_LETTER, TAKE_NUMBER_BACK } from './letter-statements.js';

export const notTheKeeper = refusal('forbidden', 'NOT_THE_BOOK_KEEPER', {
  id: 'Buku ini dipegang oleh {role}.',
  en: 'This book is kept by {role}.',
});

/** What is done in a book beside the next number: voided, inserted, and where it begins. */
@Injectable()
export class BookKeepingService {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly reader: CaseReader,
    private readonly workflow: WorkflowService,
    private readonly commands: Commands,
    private readonly stepUp: StepUp,
    private readonly clock: Clock,
  ) {}

  /**
   * The number stays in the book with its reason, and never comes again. A letter that was not handed over yet goes back to the row
   * that numbers, and the letter that it replaced counts again until then; one that is out keeps its number, and is revoked or
   * corrected instead.
   */
  async void(command: ApiCommand, code: string, id: string, reason: string): Promise<BookNumberView> {
    const { principal } = command;
    const { agency, book } = this.book(principal, code);
    this.mustKeep(principal, agency, book);
    const work = async (tx: Tx): Promise<BookNumberView> => {
      const line = await bookLine(tx, agency.code, code, id);
      if (line.voided) throw entryVoided({ number: line.label });
      const step = (await carriesIt(tx, agency.code, line)) ? await this.numberedBy(tx, agency, line) : undefined;
      if (step !== undefined) await this.takeBack(tx, principal, book, line, step, reason);
      await voidLine(tx, agency.code, code, line, { by: principal.name, at: this.clock.now().toISOString(), reason });
      return { book: code, number: line.label, year: line.year, sequence: line.number, reason };
    };
    return this.commands.run(command, work, (data) => ({ kind: 'number-voided', data: { ...data, entry: id } }));
  }

  /** A number beside another (sisipan), for a paper that goes out without this service; a letter gets one at its own step. */
  insert(command: ApiCommand, code: string, id: string, input: InsertEntryInput): Promise<BookNumberView> {
    const { principal } = command;
    const { agency, book } = this.book(principal, code);
    if (book.kind !== 'agenda') throw bookNotFound({ book: code, known: codesOf(agency, ['agenda']) });
    this.mustKeep(principal, agency, book);
    const published = this.registry.service(agency.code, input.service);
    const work = async (tx: Tx): Promise<BookNumberView> => {
      const beside = await lockRegularLine(tx, agency.code, code, id);
      const place = numberPlace(agency, published.definition, code, this.clock.now());
      const number = await insertInBook(tx, place, beside, input.reason, {
        application: null,
        subject: null,
        addressedTo: input.addressedTo,
        summary: input.summary,
        details: {},
        enteredBy: principal.name,
      });
      return { book: code, number, year: beside.year, sequence: beside.number, reason: input.reason };
    };
    return this.commands.run(command, work, (data) => ({ kind: 'number-inserted', data: { ...data, beside: id, service: input.service } }));
  }

  /** Where a year goes on, such as after the last number of the paper book. */
  async seed(command: ApiCommand, code: string, input: SeedBookInput): Promise<BookSeedView> {
    const { principal } = command;
    const agency = this.registry.agency(principal.agency);
    const book = agency.books.find((candidate) => candidate.code === code);
    if (!book) throw bookNotFound({ book: code.slice(0, 100), known: codesOf(agency, ['counter', 'agenda', 'dispatch']) });
    if (permitted(principal, 'books.seed')) await this.stepUp.confirmAdministration(principal, 'books.seed');
    else this.mustKeep(principal, agency, book);
    const work = async (tx: Tx): Promise<BookSeedView> => {
      const now = this.clock.now();
      const { first, reason = null } = input;
      const year = input.year ?? Number(dateIn(now, agency.timeZone).slice(0, 4));
      await seedBook(tx, agency.code, code, { year, first, reason, byId: principal.id, byName: principal.name }, now);
      return { book: code, year, first, reason };
    };
    return this.commands.run(command, work, (data) => ({ kind: 'book-seeded', data: { ...data } }));
  }

  private async takeBack(tx: Tx, principal: Principal, book: Book, line: BookLine, step: number, reason: string): Promise<void> {
    const data = { book: book.code, number: line.label };
    await this.workflow.perform(tx, {
      principal,
      application: line.application_id!,
      command: { type: 'void-number', step, reason, data },
    });
    const [taken] = await tx.run(TAKE_NUMBER_BACK, [principal.agency, line.subject_id, line.label, this.clock.now()]);
    // Handed over by somebody else meanwhile.
    if (!taken) throw letterIssued();
  }

  /** The row whose completion gave a letter this number; undefined for the number of another paper. */
  private async numberedBy(tx: Tx, agency: Agency, { application_id: application, label }: BookLine): Promise<number | undefined> {
    if (application === null) return undefined;
    for (const { body } of (await this.reader.events(agency.code, application, tx)).reverse()) {
      if (body.type !== 'completed' || body.data['number'] !== label) continue;
      return body.step;
    }
    return undefined;
  }

  private book(principal: Principal, code: string): { readonly agency: Agency; readonly book: Book } {
    const agency = this.registry.agency(principal.agency);
    const book = agency.books.find((candidate) => candidate.code === code && candidate.kind !== 'counter');
    if (!book) throw bookNotFound({ book: code.slice(0, 100), known: codesOf(agency, ['agenda', 'dispatch']) });
    return { agency, book };
  }

  /** By the SOPs: whoever does the rows that number from this book; for a book without such a row, whoever numbers at all. */
  private mustKeep(principal: Principal, agency: Agency, book: Book): void {
    const numbering = this.registry
      .services(agency.code)
      .flatMap(({ definition }) => definition.steps.map((step) => ({ step, performer: performerOf(definition, step) })))
      .filter(({ step }) => step.does === 'number');
    const own = numbering.filter(({ step }) => step.options['book'] === book.code);
    const keepers: readonly Actor[] = (own.length > 0 ? own : numbering).map(({ performer }) => performer);
    if (keepers.some(({ role, section }) => holds(principal, role, section))) return;
    throw notTheKeeper({ role: [...new Set(keepers.map(({ title }) => title))].join(', ') || '–' });
  }
}

/** Whether a letter carries the number of this line; refused for one that was handed over. */
async function carriesIt(tx: Tx, agency: string, { subject_id: subject, label }: BookLine): Promise<boolean> {
  if (subject === null) return false;
  const [letter] = await tx.run<{ number: string | null; out: boolean }>(NUMBER_OF_LETTER, [agency, subject]);
  if (letter?.number !== label) return false;
  if (letter.out) throw letterIssued();
  return true;
}

function codesOf(agency: Agency, kinds: readonly Book['kind'][]): string {
  return agency.books
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ code }) => code)
    .join(', ');
}
