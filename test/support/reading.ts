/** One row as the office reads its SOP: who acts, in which section, and where each outcome leads. */
export interface Row {
  readonly role: string;
  readonly section: string | null;
  readonly leads: Readonly<Record<string, number | string>>;
}

type Reading = Readonly<Record<number, Row>>;

const row = (role: string, leads: Row['leads'], section: string | null = null): Row => ({ role, section, leads });

/** Rows 1 to 17, which both SOPs have in common but for the section of the back office. */
function upToTheDraft(section: string): Reading {
  return {
    1: row('applicant', { submitted: 2 }),
    2: row('front-office', { complete: 3, incomplete: 1 }),
    3: row('front-office', { issued: 4 }),
    4: row('front-office', { forwarded: 5 }),
    5: row('back-office', { ready: 6, correct: 1, refuse: 9 }, section),
    6: row('technical-team', { coordinated: 7 }),
    7: row('technical-team', { inspected: 8 }),
    8: row('technical-team', { granted: 16, denied: 9 }),
    9: row('back-office', { drafted: 10 }, section),
    10: row('service-head', { ok: 11, revise: 9 }),
    11: row('secretary', { ok: 12, revise: 9 }),
    12: row('agency-head', { signed: 13, revise: 9 }),
    13: row('general-affairs', { numbered: 14 }),
    14: row('back-office', { 'handed-over': 15 }, section),
    15: row('front-office', { received: 'rejected' }),
    16: row('back-office', { received: 17 }, section),
    17: row('back-office', { drafted: 18 }, section),
    18: row('service-head', { ok: 19, revise: 17 }),
    19: row('secretary', { ok: 20, revise: 17 }),
    20: row('agency-head', { signed: 21, revise: 17 }),
    21: row('general-affairs', { numbered: 22 }),
  };
}

/** The two SOPs, written down a second time: what the service does is held against this, not against its own files. */
export const READING: Readonly<Record<string, Reading>> = {
  iumk: {
    ...upToTheDraft('I'),
    22: row('back-office', { valid: 23, invalid: 22 }, 'I'),
    23: row('back-office', { published: 24 }, 'I'),
    24: row('front-office', { 'handed-over': 25 }),
    25: row('front-office', { received: 'granted' }),
  },
  'sik-perekam-medis': {
    ...upToTheDraft('II'),
    22: row('front-office', { 'handed-over': 23 }),
    23: row('front-office', { received: 'granted' }),
  },
};

/** The rows from one to another. */
export function rows(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** The rows that each way through an SOP takes. */
export const WAYS: Readonly<Record<string, { readonly granted: number[]; readonly refused: number[]; readonly denied: number[] }>> = {
  iumk: { granted: [...rows(1, 8), ...rows(16, 25)], refused: [...rows(1, 5), ...rows(9, 15)], denied: rows(1, 15) },
  'sik-perekam-medis': { granted: [...rows(1, 8), ...rows(16, 23)], refused: [...rows(1, 5), ...rows(9, 15)], denied: rows(1, 15) },
};

const HOUR = 3_600_000;

/** From submission to hand-over, every row taken once. */
export const STANDARD_TOTALS: Readonly<Record<string, { readonly granted: object; readonly rejected: object }>> = {
  iumk: { granted: { days: 4, ms: 11.5 * HOUR }, rejected: { days: 4, ms: 14 * HOUR } },
  'sik-perekam-medis': { granted: { days: 4, ms: 15.75 * HOUR }, rejected: { days: 3, ms: 18.75 * HOUR } },
};
