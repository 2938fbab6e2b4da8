import type { Statement, Tx } from '../platform/database/tx.js';
import { shapeOf, written, type Row } from './statement-shape.js';

/** The rows of one case that may still change, and what its own statements ask for. */
export interface CaseFile {
  readonly application: Row;
  /** The case as the last command has left it, for the next to find. */
  left: Row | undefined;
  readonly open: Map<string, Row>;
  readonly letters: Row[];
  readonly recommendations: Row[];
  /** The last form that was filled in, as JSON, with the key it opens with. */
  form: { readonly applicant: string; readonly form: string; readonly wrapped: unknown; readonly wrapped_with: unknown } | undefined;
  /** Its journal so far, each event as JSON. */
  readonly journal: string[];
  /** Findings of the last check for completeness, as JSON. */
  findings: string | undefined;
}

/** Takes the rows that are finished. */
export interface RowSink {
  add(table: string, row: Row): void;
}

/** What a statement that is more than one row of one table does, and what it answers. */
export type StatementHandler = (office: Office, statement: Statement, params: readonly unknown[]) => Row[];

/**
 * The database as the service's own statements see it while a history is made: the cases that are open, and the counters of the
 * books. What the service would have written is handed on as rows; what it does not know here, it refuses loudly.
 */
export class Office implements Tx {
  readonly cases = new Map<string, CaseFile>();
  readonly counters = new Map<string, number>();
  /** Words of names by their agency, as JSON: what a search knows that may be misspelt. */
  readonly words = new Set<string>();
  /** Rows that nobody keeps: what the outbox and the worker would see to was seen to long ago. */
  private readonly transient = new Set(['outbox']);

  private current: CaseFile | undefined;

  constructor(
    readonly sink: RowSink,
    private readonly handlers: Readonly<Record<string, StatementHandler>>,
  ) {}

  get em(): Tx['em'] {
    throw new Error('there is no TypeORM in a history');
  }

  run<R extends object = Record<string, unknown>>(statement: Statement, params: readonly unknown[]): Promise<R[]> {
    const handle = this.handlers[statement.name];
    if (handle) return Promise.resolve(handle(this, statement, params) as R[]);
    return Promise.resolve(this.plain(statement, params) as R[]);
  }

  wake(): void {}

  /** A new case, with its first task. */
  begin(application: Row, task: Row, opened: string): void {
    const open = new Map([[task['id'] as string, task]]);
    this.cases.set(application['id'] as string, {
      application,
      left: undefined,
      open,
      letters: [],
      recommendations: [],
      form: undefined,
      journal: [opened],
      findings: undefined,
    });
  }

  case(id: unknown): CaseFile {
    const file = this.cases.get(id as string);
    if (!file) throw new Error(`no case ${String(id)} is open in this history`);
    return (this.current = file);
  }

  /** The case of the command: the one that was locked. */
  get present(): CaseFile {
    if (!this.current) throw new Error('no case was locked');
    return this.current;
  }

  /** Takes the next number of a book's year. */
  count(agency: unknown, book: unknown, year: unknown): number {
    const key = JSON.stringify([agency, book, year]);
    const next = (this.counters.get(key) ?? 0) + 1;
    this.counters.set(key, next);
    return next;
  }

  /** One row of a statement that goes as it is. */
  emit(statement: Statement, table: string, params: readonly unknown[], known: Row = {}): Row {
    const row = written(shapeOf(statement).inserts.get(table), params, known);
    if (!this.transient.has(table)) this.sink.add(table, row);
    return row;
  }

  /** A case that changes no more, or is left as it is: its rows go. */
  close(id: string): void {
    const file = this.case(id);
    this.sink.add('applications', file.application);
    for (const task of file.open.values()) this.sink.add('tasks', task);
    for (const letter of file.letters) this.sink.add('letters', letter);
    for (const recommendation of file.recommendations) this.sink.add('recommendations', recommendation);
    this.cases.delete(id);
  }

  private plain(statement: Statement, params: readonly unknown[]): Row[] {
    const { inserts, updates } = shapeOf(statement);
    if (inserts.size !== 1 || updates.size > 0) throw new Error(`the seed does not know the statement ${statement.name}`);
    for (const table of inserts.keys()) this.emit(statement, table, params);
    return [];
  }
}
