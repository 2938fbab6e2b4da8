import type { ActivityDeclaration, JsonObject } from '../sop-definition.js';

function options(properties: JsonObject, required: readonly string[] = []): JsonObject {
  return { type: 'object', additionalProperties: false, properties, ...(required.length > 0 && { required }) };
}

/** The activities as the modules declare them; a test of the assembled service holds the two against each other. */
export const ACTIVITIES: readonly ActivityDeclaration[] = [
  { name: 'submit', outcomes: ['submitted'] },
  { name: 'check-completeness', outcomes: ['complete', 'incomplete'] },
  { name: 'issue-receipt', outcomes: ['issued'], options: options({ book: { type: 'string', format: 'book:agenda|counter' } }, ['book']) },
  { name: 'dispose', outcomes: ['forwarded'], options: options({ oss: { type: 'boolean' } }) },
  { name: 'verify', outcomes: ['ready', 'correct', 'refuse'] },
  { name: 'coordinate', outcomes: ['coordinated'] },
  {
    name: 'inspect',
    outcomes: ['inspected'],
    options: options({ book: { type: 'string', format: 'book:agenda' } }, ['book']),
    inputs: { date: 'date' },
    rules: [
      {
        id: 'inspection-not-in-future',
        check: 'not-in-future',
        fields: ['/input/date'],
        then: 'refuse',
        says: { id: 'Tanggal peninjauan tidak boleh sesudah hari ini.', en: 'The date of the inspection must not be after today.' },
      },
    ],
  },
  { name: 'recommend', outcomes: ['granted', 'denied'], sets: { granted: ['recommended'] }, clears: { denied: ['recommended'] } },
  { name: 'receive-recommendation', outcomes: ['received'], requires: ['recommended'], options: options({ levy: { type: 'boolean' } }) },
  {
    name: 'draft-letter',
    outcomes: ['drafted'],
    sets: { drafted: ['draft'] },
    clears: { drafted: ['signed', 'numbered'] },
    inputs: { validUntil: 'date' },
    rules: [
      {
        id: 'letter-valid-after-today',
        check: 'after-today',
        fields: ['/input/validUntil'],
        then: 'refuse',
        says: { id: 'Masa berlaku surat harus sesudah hari ini.', en: 'The letter must be valid beyond today.' },
      },
    ],
    options: options({ letter: { type: 'string', enum: ['rejection', 'permit'] }, initial: { type: 'boolean' } }, ['letter']),
  },
  {
    name: 'initial',
    bulk: true,
    outcomes: ['ok', 'revise'],
    requires: ['draft'],
    clears: { revise: ['draft'] },
    separateFrom: ['draft-letter', 'recommend'],
  },
  {
    name: 'sign',
    bulk: true,
    outcomes: ['signed', 'revise'],
    requires: ['draft'],
    sets: { signed: ['signed'] },
    clears: { revise: ['draft'] },
    separateFrom: ['draft-letter', 'recommend'],
  },
  {
    name: 'number',
    outcomes: ['numbered'],
    requires: ['signed'],
    sets: { numbered: ['numbered'] },
    separateFrom: ['draft-letter', 'recommend'],
    options: options({ book: { type: 'string', format: 'book:agenda' } }, ['book']),
  },
  { name: 'validate-in-oss', outcomes: ['valid', 'invalid'] },
  { name: 'publish-in-oss', outcomes: ['published'] },
  {
    name: 'hand-over',
    outcomes: ['handed-over'],
    requires: ['signed'],
    options: options({ to: { type: 'string', format: 'role' } }, ['to']),
  },
  {
    name: 'acknowledge',
    outcomes: ['received'],
    requires: ['signed'],
    options: options({ book: { type: 'string', format: 'book:dispatch' } }, ['book']),
  },
];
