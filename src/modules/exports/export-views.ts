import { aMoment, anId, aNumber, type CursorPart } from '../../platform/api/paging.js';
import { statement, type Statement } from '../../platform/database/tx.js';

/** A column by which the rows of a view are in order, after the agency. */
interface KeyColumn {
  readonly column: string;
  readonly type: 'uuid' | 'integer' | 'text' | 'timestamptz';
  /** What comes before every value of it. */
  readonly least: string;
}

/** A view of the `reporting` schema as it is exported: in the order of its key, which an index serves. */
export interface ExportView {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly KeyColumn[];
  /** The rows of agency $1 behind the key in $3…, at most $2 of them. */
  readonly page: Statement;
}

const NIL = '00000000-0000-0000-0000-000000000000';
const uuid = (column: string): KeyColumn => ({ column, type: 'uuid', least: NIL });
const number = (column: string): KeyColumn => ({ column, type: 'integer', least: '0' });
const text = (column: string): KeyColumn => ({ column, type: 'text', least: '' });

const TIMES = 'used_seconds used_days standard_amount standard_unit used_share';

/** Every view with its columns, which stay as they are; what comes new comes at the end. */
export const EXPORT_VIEWS: readonly ExportView[] = [
  view(
    'applications',
    [uuid('application_id')],
    'application_id number service definition status events opened_by opened_at updated_at closed_at statutory_started_at statutory_ended_at',
  ),
  view(
    'tasks',
    [uuid('task_id')],
    'task_id application_id service step role section status opened_at due_at completed_at outcome claimed performer',
  ),
  view(
    'events',
    [uuid('application_id'), number('seq')],
    'application_id seq at type role performer stood_in task_id step outcome alarm ending',
  ),
  view(
    'step_visits',
    [uuid('application_id'), number('seq')],
    `application_id seq service definition step task_id role performer outcome completed_at ${TIMES}`,
  ),
  view(
    'letters',
    [uuid('letter_id')],
    'letter_id application_id kind status drafts number signed_at numbered_at handed_over_at acknowledged_at revoked_at replaced_by dated',
  ),
  view(
    'book_numbers',
    [text('book'), number('year'), number('number'), number('insertion')],
    'book year number insertion label application_id entered_at voided dated',
  ),
  view('services', [text('service'), number('version')], 'service version definition label_id label_en published_at'),
  view(
    'steps',
    [text('service'), text('definition'), number('step')],
    'service definition step activity does role standard_amount standard_unit',
  ),
];

function view(name: string, key: readonly KeyColumn[], columns: string): ExportView {
  const list = columns.split(' ');
  const places = key.map(({ type }, index) => `$${index + 3}::${type}`).join(', ');
  const by = key.map(({ column }) => column).join(', ');
  return {
    name,
    columns: list,
    key,
    page: statement(
      `export.${name}`,
      `select ${list.join(', ')} from reporting.${name} where agency = $1 and (${by}) > (${places}) order by ${by} limit $2`,
    ),
  };
}

const PARTS: Readonly<Record<KeyColumn['type'], CursorPart>> = {
  uuid: anId,
  integer: aNumber,
  text: (part) => part.length <= 200 && !part.includes('\0'),
  timestamptz: aMoment,
};

export function cursorParts({ key }: ExportView): readonly CursorPart[] {
  return key.map(({ type }) => PARTS[type]);
}

/** The place of a row, as a cursor keeps it. */
export function placeOf({ key }: ExportView, row: Readonly<Record<string, unknown>>): string[] {
  return key.map(({ column }) => String(row[column] as string | number));
}

export function beginning({ key }: ExportView): string[] {
  return key.map(({ least }) => least);
}
