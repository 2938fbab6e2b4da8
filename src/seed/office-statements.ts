import { newCode } from '../kernel/ids.js';
import type { Statement } from '../platform/database/tx.js';
import type { CaseFile, StatementHandler, Office } from './office.js';
import { shapeOf, written, type Row } from './statement-shape.js';

/** What the statements do that are more than one row of one table: each is the meaning of the SQL that stands beside its name. */
export const HANDLERS: Readonly<Record<string, StatementHandler>> = {
  'calendar.version': () => [],
  // No official of a seeded office has entered a NIK.
  'own-cases.applicants': () => [],
  'user.password-given': () => [],
  // The applicant of a history is a demo user, who has no quota.
  'open-quota.lock': () => [{ demo: true }],
  // Files lie on the counter, and no paper is printed: what is not in a database yet has neither uploads nor signatures.
  'document.checked': () => [],
  'signing-certificate.of-letters': () => [],
  'paper.waiting': () => [],
  'application.lock': (office, _, [, id]) => {
    const file = office.case(id);
    if (file.left) return [file.left];
    const { application } = file;
    const [opened_at, updated_at] = [application['opened_at'], application['updated_at']].map((at) => new Date(at as string));
    return [{ ...application, opened_at, updated_at, calendar_version: null }];
  },
  'application.insert': (office, statement, params) => {
    const application = { closed_at: null, ...written(shapeOf(statement).inserts.get('applications'), params) };
    const task = written(shapeOf(statement).inserts.get('tasks'), params);
    office.emit(statement, 'events', params);
    office.begin(application, task, params[13] as string);
    for (const word of params[22] as readonly string[]) office.words.add(JSON.stringify([params[0], word]));
    return [];
  },
  'application.append-event': (office, statement, params) => {
    const { inserts, updates } = shapeOf(statement);
    const file = office.case(params[1]);
    const { application } = file;
    file.left = undefined;
    const ended = params[2] === 'open' ? null : (application['closed_at'] ?? params[6]);
    const search = `${application['search'] as string}${params[10] as string}`;
    Object.assign(application, written(updates.get('applications'), params, { search, closed_at: ended }));
    office.emit(statement, 'events', params);
    file.journal.push(params[15] as string);
    const done = file.open.get(params[13] as string);
    if (done) finish(office, file, { ...done, ...written(updates.get('tasks'), params) });
    const next = written(inserts.get('tasks'), params);
    if (next['id'] !== null) file.open.set(next['id'] as string, next);
    return [];
  },
  'application.journal': (office, _, [, id]) => office.case(id).journal.map((body) => ({ body: JSON.parse(body) as unknown })),
  // Nobody changes rows that are not in a database yet.
  'evidence.as-written': () => [],
  'evidence.of-case': () => [],
  'evidence.as-before': () => [],
  'task.claim': (office, statement, params) => changeTask(office, statement, params),
  'task.set-alarm': (office, statement, params) => changeTask(office, statement, params),
  'task.cancel': (office, statement, params) => {
    const file = office.case(params[1]);
    for (const task of [...file.open.values()])
      finish(office, file, { ...task, ...written(shapeOf(statement).updates.get('tasks'), params) });
    return [];
  },
  'book.count': (office, _, [agency, book, year]) => [{ last: office.count(agency, book, year) }],
  'book.enter': (office, statement, params) => {
    const [agency, book, year, before, width, after] = params;
    const number = office.count(agency, book, year);
    const label = `${before as string}${String(number).padStart(width as number, '0')}${after as string}`;
    office.emit(statement, 'book_entries', params, { number, label });
    return [{ label }];
  },
  'application-form.insert': (office, statement, params) => {
    const file = office.case(params[1]);
    office.emit(statement, 'application_forms', params, { revision: 1 });
    const { wrapped, wrapped_with } = office.emit(statement, 'data_keys', params);
    for (const hash of params[8] as readonly string[]) office.emit(statement, 'personal_index', params, { hash });
    file.form = { applicant: params[2] as string, form: params[3] as string, wrapped, wrapped_with };
    return [];
  },
  // For an answer that nobody reads.
  'duplicates.of': () => [],
  'application-form.latest': (office, _, [, id]) => {
    const { form } = office.case(id);
    if (!form) return [];
    const { applicant, form: filled, ...key } = form;
    return [{ applicant: JSON.parse(applicant) as unknown, form: JSON.parse(filled) as unknown, ...key, destroyed_at: null }];
  },
  'data-key.read': (office, _, [, owners]) => {
    const [owner] = owners as readonly string[];
    const { form } = office.case(owner);
    return form ? [{ owner, wrapped: form.wrapped, wrapped_with: form.wrapped_with, destroyed_at: null }] : [];
  },
  'document-check.insert': (office, statement, params) => {
    const row = office.emit(statement, 'document_checks', params);
    if (row['kind'] === 'completeness') office.case(row['application_id']).findings = row['findings'] as string;
    return [];
  },
  'receipt.insert': (office, statement, params) => {
    const findings = JSON.parse(office.case(params[2]).findings ?? '[]') as { readonly requirement: string; readonly status: string }[];
    const present = findings.filter(({ status }) => status === 'present').map(({ requirement }) => requirement);
    office.emit(statement, 'receipts', params, { documents: JSON.stringify(present) });
    return [];
  },
  'recommendation.begin': (office, statement, params) => {
    office.case(params[2]).recommendations.push(written(shapeOf(statement).inserts.get('recommendations'), params));
    return [];
  },
  'recommendation.inspection': fillIn,
  'recommendation.assessment': fillIn,
  'recommendation.reception': fillIn,
  'letter.draft': (office, statement, params) => {
    const { inserts } = shapeOf(statement);
    const { letters } = office.case(params[1]);
    const fresh = written(inserts.get('letters'), params);
    let letter = letters.find((one) => one['kind'] === fresh['kind']);
    if (letter) {
      const { content, content_hash, updated_at, status } = fresh;
      Object.assign(letter, { draft: (letter['draft'] as number) + 1, status, content, content_hash, updated_at, signed_at: null });
    } else letters.push((letter = { ...fresh, signed_at: null, verification_code: newCode(16) }));
    const { id, draft } = letter;
    office.emit(statement, 'letter_drafts', params, { letter_id: id, draft });
    if (params[8] === true) office.emit(statement, 'letter_marks', params, { letter_id: id, draft });
    return [{ id, draft }];
  },
  'letter.mark': (office, statement, params) => {
    const letter = presentLetter(office.case(params[1]));
    if (!letter) return [];
    const signed = params[2] === 'signed' ? params[3] : letter['signed_at'];
    Object.assign(letter, written(shapeOf(statement).updates.get('letters'), params, { signed_at: signed }));
    const { id, draft, content_hash } = letter;
    office.emit(statement, 'letter_marks', params, { letter_id: id, draft, content_hash });
    return [{ id, draft, content_hash }];
  },
  'letter.present': (office, _, [, id]) => {
    const letter = presentLetter(office.case(id));
    return letter ? [{ number: null, dated: null, ...letter, content: JSON.parse(letter['content'] as string) as unknown }] : [];
  },
  'letter.number': (office, statement, params) => changeLetter(office, statement, params),
  'letter.acknowledge': (office, statement, params) => changeLetter(office, statement, params),
  'letter.hand-over': (office, statement, params) => {
    const letter = presentLetter(office.case(params[1]));
    if (!letter) return [];
    Object.assign(letter, written(shapeOf(statement).updates.get('letters'), params));
    return [{ id: letter['id'] }];
  },
};

function finish(office: Office, file: CaseFile, task: Row): void {
  file.open.delete(task['id'] as string);
  office.sink.add('tasks', task);
}

function changeTask(office: Office, statement: Statement, params: readonly unknown[]): Row[] {
  const task = office.present.open.get(params[1] as string);
  if (task) Object.assign(task, written(shapeOf(statement).updates.get('tasks'), params));
  return [];
}

/** The parts of a recommendation: added to the present round, or beginning one. */
function fillIn(office: Office, statement: Statement, params: readonly unknown[]): Row[] {
  const { inserts, updates } = shapeOf(statement);
  const { recommendations } = office.case(params[2]);
  const present = recommendations.at(-1);
  const result = params[4] ?? present?.['result'] ?? null;
  if (present) Object.assign(present, written(updates.get('recommendations'), params, { result }));
  else recommendations.push(written(inserts.get('recommendations'), params));
  return [{ id: recommendations.at(-1)!['id'] }];
}

/** The one that was last worked on. */
function presentLetter({ letters }: CaseFile): Row | undefined {
  return [...letters].sort((one, other) => (other['updated_at'] as Date).getTime() - (one['updated_at'] as Date).getTime())[0];
}

function changeLetter(office: Office, statement: Statement, params: readonly unknown[]): Row[] {
  const letter = office.present.letters.find(({ id }) => id === params[1]);
  if (!letter) throw new Error('no such letter in this case');
  Object.assign(letter, written(shapeOf(statement).updates.get('letters'), params));
  return [];
}
