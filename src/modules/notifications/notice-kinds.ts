import type { Placeholders } from '../../kernel/template.js';

const CASE: Placeholders = {
  agency: 'text',
  agencyShort: 'text',
  applicant: 'text',
  number: 'text',
  service: 'text',
  serviceShort: 'text',
  link: 'text',
};
const TRACKING: Placeholders = { receiptNumber: 'text', trackingCode: 'text', trackingLink: 'text' };

const TAKEN_BACK: Placeholders = { letterNumber: 'text', reason: 'text' };

const TASK: Placeholders = { step: 'text', activity: 'text', role: 'text', performer: 'text', due: 'text' };

const STATUTORY: Placeholders = { due: 'text', daysLeft: 'text', deemed: 'text', legalBasis: 'text' };

/** A kind of notice: what its text may mention, whether it goes to the public, and what programs know it by. */
interface KindOfNotice {
  readonly placeholders: Placeholders;
  /** To the applicant, by mail and message as well; otherwise to officials, who look into the application. */
  readonly toApplicant: boolean;
  /** Type of the webhook. */
  readonly type: string;
}

/** Every kind of notice; each has a file of texts in `sop/texts/`. */
export const NOTICE_KINDS = {
  received: { toApplicant: true, type: 'application.received', placeholders: CASE },
  returned: {
    toApplicant: true,
    type: 'application.returned',
    placeholders: { ...CASE, reason: 'text', missing: ['document', 'state', 'note'] },
  },
  receipt: { toApplicant: true, type: 'application.receipt-issued', placeholders: { ...CASE, ...TRACKING } },
  decided: { toApplicant: true, type: 'application.decided', placeholders: { ...CASE, ...TRACKING, granted: 'text', rejected: 'text' } },
  ready: { toApplicant: true, type: 'application.ready', placeholders: { ...CASE, ...TRACKING, granted: 'text', rejected: 'text' } },
  revoked: { toApplicant: true, type: 'application.letter-revoked', placeholders: { ...CASE, ...TAKEN_BACK } },
  corrected: { toApplicant: true, type: 'application.letter-corrected', placeholders: { ...CASE, ...TAKEN_BACK } },
  'not-handed-in': { toApplicant: true, type: 'application.not-handed-in', placeholders: CASE },
  'waiting-for-you': { toApplicant: true, type: 'application.waiting-for-applicant', placeholders: CASE },
  task: { toApplicant: false, type: 'task.opened', placeholders: { ...CASE, ...TASK } },
  reminder: { toApplicant: false, type: 'task.reminder', placeholders: { ...CASE, ...TASK } },
  overdue: { toApplicant: false, type: 'task.overdue', placeholders: { ...CASE, ...TASK } },
  escalated: { toApplicant: false, type: 'task.escalated', placeholders: { ...CASE, ...TASK } },
  'statutory-reminder': { toApplicant: false, type: 'application.statutory-reminder', placeholders: { ...CASE, ...STATUTORY } },
  'statutory-passed': { toApplicant: false, type: 'application.statutory-passed', placeholders: { ...CASE, ...STATUTORY } },
} as const satisfies Record<string, KindOfNotice>;

export type NoticeKind = keyof typeof NOTICE_KINDS;

const ACCOUNT: Placeholders = { agency: 'text', agencyShort: 'text', name: 'text', username: 'text' };
const CODE: Placeholders = { ...ACCOUNT, code: 'text', minutes: 'text', hours: 'text' };

/** Notices about an account, to its owner alone: no webhook gets them. `short`: also in the application. */
const ACCOUNT_KINDS = {
  'account-changed': {
    short: true,
    placeholders: {
      ...ACCOUNT,
      byOther: 'text',
      passwordReset: 'text',
      passwordChanged: 'text',
      rolesChanged: 'text',
      factorEnrolled: 'text',
      factorRemoved: 'text',
      emailChanged: 'text',
    },
  },
  'password-reset': { short: false, placeholders: CODE },
  'confirm-email': { short: false, placeholders: CODE },
} as const satisfies Record<string, { readonly short: boolean; readonly placeholders: Placeholders }>;

export type AccountKind = keyof typeof ACCOUNT_KINDS;

/** Notices about an agency, to its administrators alone. */
const AGENCY_KINDS = {
  certificate: {
    short: true,
    placeholders: {
      agency: 'text',
      agencyShort: 'text',
      about: 'text',
      until: 'text',
      daysLeft: 'text',
      expiring: 'text',
      expired: 'text',
      unusable: 'text',
    },
  },
} as const satisfies Record<string, { readonly short: boolean; readonly placeholders: Placeholders }>;

/** Notices of no case. */
export const CASELESS_KINDS = { ...ACCOUNT_KINDS, ...AGENCY_KINDS };
export type CaselessKind = keyof typeof CASELESS_KINDS;
export type AnyKind = NoticeKind | CaselessKind;

export const KINDS: readonly AnyKind[] = [
  ...(Object.keys(NOTICE_KINDS) as NoticeKind[]),
  ...(Object.keys(CASELESS_KINDS) as CaselessKind[]),
];

export function isCaseless(kind: AnyKind): kind is CaselessKind {
  return kind in CASELESS_KINDS;
}

/** Channels of delivery. */
export const CHANNELS = ['in-app', 'email', 'gateway', 'webhook'] as const;
export type Channel = (typeof CHANNELS)[number];

/** External channels: each has its own queue, so that one that is down delays no other. */
export const OUTWARD = ['email', 'gateway', 'webhook'] as const satisfies readonly Channel[];
export type OutwardChannel = (typeof OUTWARD)[number];

/** State of a delivery. `retrying` waits for its next attempt; `dead` waits for a manual retry. */
export const STATUSES = ['pending', 'retrying', 'sent', 'dead'] as const;
export type NoticeStatus = (typeof STATUSES)[number];
