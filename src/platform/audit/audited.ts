/**
 * What the audit log holds, by operation of either contract: the one table. A route is named as in OpenAPI, a field as `query x`.
 * Every operation that writes, or answers with the data of more than one person, stands here or in `not-audited.ts` with its reason.
 */

/** Reads of many persons' data: the interceptor notes them before the answer goes out. */
export const AUDITED_READS = {
  'applications-listed': ['GET /v1/applications', 'query applications'],
  'tasks-listed': [
    'GET /v1/tasks',
    'GET /v1/tasks/orphans',
    'GET /v1/calendar/changes/{version}/tasks',
    'query tasks',
    'query orphans',
    'query movedTasks',
  ],
  'notifications-listed': ['GET /v1/notifications', 'query notifications'],
  'staff-listed': ['GET /v1/staff', 'query staff'],
  'stand-ins-listed': ['GET /v1/stand-ins', 'query standIns'],
  'book-read': ['GET /v1/books/{book}', 'query bookEntries'],
  'book-taken': ['GET /v1/books/{book}.csv', 'GET /v1/books/{book}.xlsx', 'GET /v1/books/{book}.pdf'],
  'report-read': [
    'GET /v1/reports/{report}',
    'GET /v1/reports/{report}.json',
    'GET /v1/reports/{report}.svg',
    'GET /reports',
    'GET /reports/{report}.svg',
    'query report',
  ],
  'report-taken': [
    'GET /v1/reports/{report}.csv',
    'GET /v1/reports/{report}.xlsx',
    'GET /reports/{report}.csv',
    'GET /reports/{report}.xlsx',
  ],
  'process-log-taken': ['GET /v1/reports/process-log.ocel.json', 'GET /v1/reports/process-log.xes'],
  'export-taken': ['GET /v1/exports/{view}', 'GET /v1/exports/{view}.csv', 'GET /v1/exports/{view}.jsonl'],
  'oss-journal-listed': ['GET /v1/oss/journal', 'query ossJournal'],
  'oss-call-read': ['GET /v1/oss/journal/{id}'],
  'oss-differences-listed': ['GET /v1/oss/differences', 'query ossDifferences'],
  'oss-joins-listed': ['GET /v1/oss/joins', 'query ossJoins'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** What screens ask for again and again: the same question is noted once per person and hour, with how many more there were before it. */
export const POLLED: readonly AuditedRead[] = [
  'applications-listed',
  'tasks-listed',
  'notifications-listed',
  'staff-listed',
  'stand-ins-listed',
  'book-read',
  'report-read',
  'oss-journal-listed',
  'oss-differences-listed',
  'oss-joins-listed',
];

/** What its service notes: writes that are no event of a case, in the transaction of the change; exports and samples, before the answer. */
export const AUDITED_WRITES = {
  'signed-in': ['POST /v1/auth/token'],
  'signed-out': ['POST /v1/auth/logout'],
  'password-changed': ['POST /v1/auth/password'],
  registered: ['POST /v1/auth/register'],
  'account-email-confirmed': ['POST /v1/auth/email/confirm', 'mutation confirmEmail'],
  'password-recovered': ['POST /v1/auth/password-reset/confirm', 'mutation confirmPasswordReset'],
  'stepped-up': ['POST /v1/auth/step-up', 'mutation stepUp'],
  'second-factor-changed': [
    'POST /v1/me/second-factor/confirm',
    'POST /v1/me/second-factor/disable',
    'POST /v1/staff/{id}/second-factor/disable',
    'mutation confirmSecondFactor',
    'mutation disableSecondFactor',
    'mutation disableStaffSecondFactor',
  ],
  'staff-changed': [
    'POST /v1/staff',
    'PUT /v1/staff/{id}/roles',
    'POST /v1/staff/{id}/disable',
    'POST /v1/staff/{id}/enable',
    'PUT /v1/staff/{id}/nik',
    'PUT /v1/staff/{id}/password',
    'mutation addStaff',
    'mutation changeStaffRoles',
    'mutation disableStaff',
    'mutation enableStaff',
    'mutation setOfficialNik',
    'mutation resetStaffPassword',
  ],
  'applicant-changed': [
    'POST /v1/applicants/{id}/disable',
    'POST /v1/applicants/{id}/enable',
    'mutation disableApplicant',
    'mutation enableApplicant',
  ],
  'stand-in-named': ['POST /v1/stand-ins', 'mutation nameStandIn'],
  'stand-in-ended': ['POST /v1/stand-ins/{id}/end', 'mutation endStandIn'],
  'person-exported': ['POST /v1/persons/export', 'GET /v1/me/export', 'query personExport', 'query myExport'],
  'cases-sampled': ['GET /v1/audit/sample', 'query auditSample'],
  'journal-exported': ['GET /v1/applications/{id}/journal/export', 'query journalExport'],
  'letter-e-signed': ['POST /v1/letters/{id}/e-sign', 'mutation signLetterElectronically'],
  'book-seeded': ['PUT /v1/books/{book}/seed', 'mutation seedBook'],
  'number-voided': ['POST /v1/books/{book}/entries/{id}/void', 'mutation voidBookEntry'],
  'number-inserted': ['POST /v1/books/{book}/entries/{id}/insert', 'mutation insertBookEntry'],
  'oss-resent': ['POST /v1/applications/{id}/oss/resend', 'mutation resendToOss'],
  'oss-references-fetched': ['POST /v1/oss/references', 'mutation fetchOssReferences'],
  'oss-compared': ['POST /v1/oss/reconciliation', 'mutation reconcileOss'],
  'oss-call-replayed': ['POST /v1/oss/journal/{id}/replay', 'mutation replayOssCall'],
  'oss-licence-joined': ['POST /v1/oss/joins/{id}/join', 'mutation joinOssLicence'],
  'oss-licence-dismissed': ['POST /v1/oss/joins/{id}/dismiss', 'mutation dismissOssJoin'],
  'calendar-changed': [
    'PUT /v1/calendar/holidays',
    'PUT /v1/calendar/holidays/{date}',
    'DELETE /v1/calendar/holidays/{date}',
    'PUT /v1/calendar/holidays/{date}/confirmation',
    'PUT /v1/calendar/profiles/{code}',
    'DELETE /v1/calendar/profiles/{code}',
    'PUT /v1/calendar/profiles/{code}/confirmation',
    'mutation importCalendarDays',
    'mutation changeCalendarDay',
    'mutation takeBackCalendarDay',
    'mutation confirmCalendarDay',
    'mutation changeCalendarProfile',
    'mutation takeBackCalendarProfile',
    'mutation confirmCalendarProfile',
  ],
  'calendar-approved': ['POST /v1/calendar/proposals/{id}/approve', 'mutation approveCalendarProposal'],
  'calendar-rejected': ['POST /v1/calendar/proposals/{id}/reject', 'mutation rejectCalendarProposal'],
  'notification-retried': ['POST /v1/notifications/{id}/retry', 'mutation retryNotification'],
  'webhook-created': ['POST /v1/webhooks', 'mutation createWebhook'],
  'webhook-deleted': ['DELETE /v1/webhooks/{id}', 'mutation deleteWebhook'],
  'webhook-replayed': ['POST /v1/webhooks/{id}/replay/{notice}', 'mutation replayWebhook'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** What no operation is for alone: refusals, what is found on the way, and what the service does by itself. */
export const OTHER_KINDS = [
  'sign-in-failed',
  'refresh-token-reused',
  'password-reset-sent',
  'refused',
  'specific-data-read',
  'person-searched',
  'personal-data-erased',
  'upload-refused',
  'file-altered',
  'definition-published',
  'calendar-proposed',
  'letter-e-sign-refused',
  'letter-not-printed',
  'letter-not-vouched',
  'paper-issued',
  'certificate-expiring',
  'certificate-expired',
  'certificate-unusable',
] as const;

export type AuditedRead = keyof typeof AUDITED_READS;
export type AuditKind = AuditedRead | keyof typeof AUDITED_WRITES | (typeof OTHER_KINDS)[number];

export const AUDIT_KINDS: readonly AuditKind[] = [
  ...(Object.keys(AUDITED_READS) as AuditedRead[]),
  ...(Object.keys(AUDITED_WRITES) as (keyof typeof AUDITED_WRITES)[]),
  ...OTHER_KINDS,
];

const READ_BY_OPERATION = new Map(
  Object.entries(AUDITED_READS).flatMap(([kind, operations]) => operations.map((operation) => [operation as string, kind as AuditedRead])),
);

/** As what a read is noted; undefined for what is not noted by its operation. */
export function auditedRead(operation: string): AuditedRead | undefined {
  return READ_BY_OPERATION.get(operation);
}
