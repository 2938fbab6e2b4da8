import { APPLICANT, type Principal } from '../../kernel/principal.js';
import { scopeOf } from './permissions.js';

/** What somebody gets of a record: all of it, the same with personal data masked, or nothing, as if there were none. */
export type Shown = 'full' | 'masked' | 'nothing';

/** For whom the table below has a column. `masked` is every role without `personal.read`; `staff` is every other official. */
export const AUDIENCES = ['applicant', 'general-affairs', 'masked', 'staff'] as const;
export type Audience = (typeof AUDIENCES)[number];

type Row = readonly [applicant: Shown, generalAffairs: Shown, masked: Shown, staff: Shown];

/** Nobody but the office, which needs it for its work. */
const INNER: Row = ['nothing', 'full', 'masked', 'full'];
/** The applicant as well. */
const SHARED: Row = ['full', 'full', 'masked', 'full'];

/**
 * Kind of record × its state × audience. The states follow from the journal of the case and from its definition (`recordStates`). An
 * audience that is shown nothing does not learn that there is a record.
 */
export const RECORD_AUDIENCES = {
  application: { open: SHARED, closed: SHARED },
  receipt: { issued: SHARED },
  /** `addressed`: its findings went back to the applicant, who has to see to them. */
  check: { addressed: SHARED, inner: INNER },
  disposition: { inner: INNER },
  /** `disclosed`: the definition says that the applicant reads it. `health`: the definition marks it as health data. */
  recommendation: { inner: INNER, disclosed: SHARED, health: ['nothing', 'nothing', 'masked', 'full'] },
  /** `draft`: until it is signed and handed over. */
  letter: {
    draft: INNER,
    issued: SHARED,
    'health-draft': ['nothing', 'nothing', 'masked', 'full'],
    'health-issued': ['full', 'nothing', 'masked', 'full'],
  },
  'oss-record': { inner: INNER },
  document: {
    requirement: SHARED,
    /** A requirement that the definition marks as sensitive, such as a letter about somebody's health. */
    health: ['full', 'nothing', 'masked', 'full'],
    /** What officials photographed or scanned themselves. */
    evidence: INNER,
  },
  /** `public`: what happened to the case. `inner`: how the office organises its work. */
  event: { public: SHARED, inner: INNER },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Row>>>>;

export type RecordKind = keyof typeof RECORD_AUDIENCES;
export type RecordState<Kind extends RecordKind = RecordKind> = Kind extends RecordKind
  ? keyof (typeof RECORD_AUDIENCES)[Kind] & string
  : never;

const ORDER: readonly Shown[] = ['nothing', 'masked', 'full'];

/** The column of the table for one role. */
export function audienceOf(role: string): Audience {
  if (role === APPLICANT) return 'applicant';
  if (role === 'general-affairs') return 'general-affairs';
  return scopeOf(role, 'personal.read') === undefined ? 'masked' : 'staff';
}

/** A cell of the table. */
export function shownTo(audience: Audience, kind: RecordKind, state: string): Shown {
  const row = (RECORD_AUDIENCES[kind] as Readonly<Record<string, Row | undefined>>)[state];
  if (!row) throw new Error(`there is no state "${state}" of ${kind} in the table of audiences`);
  return row[AUDIENCES.indexOf(audience)]!;
}

/** What somebody gets of a record by all of their roles together; the service itself gets everything. */
export function shownOf(principal: Principal, kind: RecordKind, state: string): Shown {
  if (principal.kind === 'system') return 'full';
  const shown = principal.roles.map(({ role }) => shownTo(audienceOf(role), kind, state));
  return ORDER.findLast((each) => shown.includes(each)) ?? 'nothing';
}

/** Whether somebody is an applicant and nothing else: they read a case as its applicant does. */
export function readsAsApplicant(principal: Principal): boolean {
  return principal.kind !== 'system' && principal.roles.every(({ role }) => role === APPLICANT);
}

/** Whether some state of a kind is hidden from somebody, so that the state of a record has to be looked up. */
export function someHidden(principal: Principal, kind: RecordKind): boolean {
  return Object.keys(RECORD_AUDIENCES[kind]).some((state) => shownOf(principal, kind, state) === 'nothing');
}
