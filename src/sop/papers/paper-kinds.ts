import type { Placeholders } from '../../kernel/template.js';
import type { JsonObject, SopDefinition } from '../sop-definition.js';

/** The kind of record that a paper shows, as it stands in its web address. */
export type PrintedRecord = 'receipt' | 'disposition' | 'recommendation' | 'letter';

interface KindOfPaper {
  readonly record: PrintedRecord;
  /** The activity that leads to it, and the options that it must have been given. */
  readonly from: { readonly activity: string; readonly options?: JsonObject };
  /** What its template may mention beside `COMMON`. */
  readonly placeholders: Placeholders;
}

/** What every template may mention; beside these the form's own properties, as `form.nik`, and the applicant's, as `applicant.address`. */
export const COMMON: Placeholders = {
  agency: 'text',
  agencyShort: 'text',
  region: 'text',
  place: 'text',
  service: 'text',
  serviceShort: 'text',
  sopNumber: 'text',
  legalBasis: ['text'],
  applicationNumber: 'text',
  receiptNumber: 'text',
  applicant: 'text',
  applicantDetails: ['label', 'value'],
  form: ['label', 'value'],
  number: 'text',
  date: 'text',
  signer: 'text',
  signerTitle: 'text',
  signerNip: 'text',
  head: 'text',
  headTitle: 'text',
  headNip: 'text',
};

const VISIT: Placeholders = { visitDate: 'text', visitPlace: 'text', members: ['no', 'name', 'office'] };

/** Every kind of paper; each has a template in `sop/papers/`. */
export const PAPER_KINDS = {
  receipt: {
    record: 'receipt',
    from: { activity: 'issue-receipt' },
    placeholders: { trackingCode: 'text', trackingLink: 'text', documents: ['text'] },
  },
  disposition: {
    record: 'disposition',
    from: { activity: 'dispose' },
    placeholders: { from: 'text', to: 'text', instruction: 'text', nature: 'text', ossId: 'text', nib: 'text' },
  },
  'recommendation-request': {
    record: 'recommendation',
    from: { activity: 'coordinate' },
    placeholders: { subject: 'text', members: ['no', 'name', 'office'] },
  },
  'assignment-letter': { record: 'recommendation', from: { activity: 'inspect' }, placeholders: VISIT },
  'inspection-report': {
    record: 'recommendation',
    from: { activity: 'inspect' },
    placeholders: { ...VISIT, findings: 'text', photos: 'text' },
  },
  recommendation: {
    record: 'recommendation',
    from: { activity: 'recommend' },
    placeholders: { granted: 'text', denied: 'text', assessment: 'text', conditions: ['text'], reason: 'text' },
  },
  'levy-assessment': {
    record: 'recommendation',
    from: { activity: 'receive-recommendation', options: { levy: true } },
    placeholders: { amount: 'text', amountInWords: 'text', paid: 'text', unpaid: 'text', free: 'text', reference: 'text' },
  },
  rejection: {
    record: 'letter',
    from: { activity: 'draft-letter', options: { letter: 'rejection' } },
    placeholders: { subject: 'text', body: 'text', reason: 'text' },
  },
  permit: {
    record: 'letter',
    from: { activity: 'draft-letter', options: { letter: 'permit' } },
    placeholders: { subject: 'text', body: 'text', validUntil: 'text', ossNumber: 'text' },
  },
} as const satisfies Record<string, KindOfPaper>;

export type PaperKind = keyof typeof PAPER_KINDS;

export const KINDS_OF_PAPER = Object.keys(PAPER_KINDS) as readonly PaperKind[];

/** The papers that the steps of an SOP lead to. */
export function papersOf(definition: SopDefinition): readonly PaperKind[] {
  return KINDS_OF_PAPER.filter((kind) => {
    const { activity, options = {} }: KindOfPaper['from'] = PAPER_KINDS[kind].from;
    return definition.steps.some(
      (step) => step.does === activity && Object.entries(options).every(([name, value]) => step.options[name] === value),
    );
  });
}

/** What an applicant is known by; a service may ask for more (`applicantRequires`). */
const APPLICANT = ['name', 'kind', 'nik', 'nib', 'npwp', 'phone', 'email', 'address'];

/** What the template of a paper may mention for one service. */
export function placeholdersOf(kind: PaperKind, definition: SopDefinition): Placeholders {
  const form = Object.keys((definition.form['properties'] as object | undefined) ?? {});
  const applicant = new Set([...APPLICANT, ...definition.applicantRequires]);
  const dotted = [...form.map((name) => `form.${name}`), ...[...applicant].map((name) => `applicant.${name}`)];
  return { ...COMMON, ...PAPER_KINDS[kind].placeholders, ...Object.fromEntries(dotted.map((name) => [name, 'text' as const])) };
}
