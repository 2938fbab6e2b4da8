/** Where a REST operation is at the GraphQL door: a field of Query (or of another type, as Type.field), or why it is not. */
export type Door = `query ${string}` | `mutation ${string}` | `subscription ${string}` | `field ${string}.${string}` | `not: ${string}`;

const FILE = 'not: a file; GraphQL says where it is';
const EXPORT = 'not: rows as they lie, for tools that take whole tables';
const SIGN_IN = 'not: signing in comes before GraphQL, whose aliases would multiply guesses';
const UPLOAD = 'not: a file is sent';

/** Every operation of the REST contract. A new route belongs in here, and its field beside it. */
export const PARITY: Readonly<Record<string, Door>> = {
  'GET /health/live': 'not: for machines that watch the process',
  'GET /health/ready': 'not: for machines that watch the process',

  'POST /v1/auth/token': 'not: signing in comes before GraphQL; its token is sent with every operation',
  'POST /v1/auth/refresh': SIGN_IN,
  'POST /v1/auth/logout': SIGN_IN,
  'POST /v1/auth/password': SIGN_IN,
  'POST /v1/auth/register': SIGN_IN,
  'GET /v1/me': 'query me',
  'GET /v1/me/export': 'query myExport',
  'POST /v1/persons/export': 'query personExport',
  'GET /v1/staff': 'query staff',
  'POST /v1/staff': 'mutation addStaff',
  'PUT /v1/staff/{id}/roles': 'mutation changeStaffRoles',
  'POST /v1/staff/{id}/disable': 'mutation disableStaff',
  'POST /v1/staff/{id}/enable': 'mutation enableStaff',
  'PUT /v1/staff/{id}/password': 'mutation resetStaffPassword',
  'GET /v1/audit': 'query audit',
  'GET /v1/audit/seals': 'query auditSeals',
  'GET /v1/stand-ins': 'query standIns',
  'POST /v1/stand-ins': 'mutation nameStandIn',
  'POST /v1/stand-ins/{id}/end': 'mutation endStandIn',

  'GET /v1/services': 'query services',
  'GET /v1/services/{code}': 'query service',
  'GET /v1/services/{code}/diagram.svg': FILE,

  'POST /v1/applications': 'mutation submitApplication',
  'GET /v1/applications': 'query applications',
  'GET /v1/applications/{id}': 'query application',
  'GET /v1/applications/{id}/timeline': 'field Application.timeline',
  'POST /v1/applications/{id}/withdraw': 'mutation withdrawApplication',
  'POST /v1/applications/{id}/documents': UPLOAD,
  'GET /v1/applications/{id}/documents': 'field Application.documents',
  'GET /v1/applications/{id}/documents/{document}': FILE,

  'GET /v1/tasks': 'query tasks',
  'GET /v1/tasks/counts': 'query taskCounts',
  'GET /v1/tasks/orphans': 'query orphans',
  'GET /v1/tasks/{id}': 'query task',
  'POST /v1/tasks/complete': 'mutation completeTasks',
  'POST /v1/tasks/{id}/complete': 'mutation completeTask',
  'POST /v1/tasks/{id}/claim': 'mutation claimTask',
  'POST /v1/tasks/{id}/release': 'mutation releaseTask',

  'GET /v1/receipts/{id}': 'query receipt',
  'GET /v1/receipts/{id}/pdf': FILE,
  'GET /v1/checks/{id}': 'query documentCheck',
  'GET /v1/dispositions/{id}': 'query disposition',
  'GET /v1/dispositions/{id}/pdf': FILE,
  'GET /v1/recommendations/{id}': 'query recommendation',
  'GET /v1/recommendations/{id}/pdf': FILE,
  'GET /v1/oss-records/{id}': 'query ossRecord',
  'GET /v1/letters/{id}': 'query letter',
  'GET /v1/letters/{id}/pdf': FILE,
  'POST /v1/letters/{id}/revoke': 'mutation revokeLetter',
  'POST /v1/letters/{id}/correct': 'mutation correctLetter',
  'POST /v1/letters/{id}/e-sign': 'mutation signLetterElectronically',
  'GET /v1/files/{token}': FILE,

  'GET /v1/books/{book}': 'query bookEntries',
  'GET /v1/books/{book}.csv': FILE,
  'GET /v1/books/{book}.xlsx': FILE,
  'GET /v1/books/{book}.pdf': FILE,
  'PUT /v1/books/{book}/seed': 'mutation seedBook',
  'POST /v1/books/{book}/entries/{id}/void': 'mutation voidBookEntry',
  'POST /v1/books/{book}/entries/{id}/insert': 'mutation insertBookEntry',

  'GET /v1/applications/{id}/oss': 'query ossState',
  'GET /v1/applications/{id}/oss/file': FILE,
  'POST /v1/applications/{id}/oss/resend': 'mutation resendToOss',
  'GET /v1/oss/differences': 'query ossDifferences',
  'POST /v1/oss/reconciliation': 'mutation reconcileOss',
  'GET /v1/oss/journal': 'query ossJournal',
  'GET /v1/oss/journal/{id}': 'not: a command for a shell; ossJournal tells everything else of a call',
  'POST /v1/oss/journal/{id}/replay': 'mutation replayOssCall',

  'GET /v1/reports': 'query reports',
  'GET /v1/reports/{report}': 'query report',
  'GET /v1/reports/{report}.json': 'query report',
  'GET /v1/reports/{report}.csv': FILE,
  'GET /v1/reports/{report}.xlsx': FILE,
  'GET /v1/reports/{report}.svg': FILE,
  'GET /v1/reports/process-log.ocel.json': FILE,
  'GET /v1/reports/process-log.xes': FILE,
  'GET /v1/exports': EXPORT,
  'GET /v1/exports/{view}': EXPORT,
  'GET /v1/exports/{view}.csv': FILE,
  'GET /v1/exports/{view}.jsonl': FILE,

  'GET /v1/track/{receiptNumber}': 'query tracking',
  'GET /v1/track/{receiptNumber}/survey': 'query survey',
  'POST /v1/track/{receiptNumber}/survey': 'mutation answerSurvey',
  'GET /v1/verify/{code}': 'query verification',
  'POST /v1/verify/{code}': UPLOAD,

  'GET /v1/calendar': 'query calendar',
  'PUT /v1/calendar/holidays': 'mutation importCalendarDays',
  'PUT /v1/calendar/holidays/{date}': 'mutation changeCalendarDay',
  'DELETE /v1/calendar/holidays/{date}': 'mutation takeBackCalendarDay',
  'PUT /v1/calendar/holidays/{date}/confirmation': 'mutation confirmCalendarDay',
  'PUT /v1/calendar/profiles/{code}': 'mutation changeCalendarProfile',
  'DELETE /v1/calendar/profiles/{code}': 'mutation takeBackCalendarProfile',
  'PUT /v1/calendar/profiles/{code}/confirmation': 'mutation confirmCalendarProfile',
  'GET /v1/calendar/changes': 'query calendarChanges',
  'GET /v1/calendar/changes/{version}/tasks': 'query movedTasks',

  'GET /v1/notifications': 'query notifications',
  'GET /v1/notifications/stream': 'subscription noticeAdded',
  'POST /v1/notifications/{id}/read': 'mutation readNotification',
  'POST /v1/notifications/{id}/retry': 'mutation retryNotification',
  'GET /v1/webhooks': 'query webhooks',
  'POST /v1/webhooks': 'mutation createWebhook',
  'DELETE /v1/webhooks/{id}': 'mutation deleteWebhook',
  'POST /v1/webhooks/{id}/replay/{notice}': 'mutation replayWebhook',
};

/** What only GraphQL has. */
export const GRAPHQL_ONLY: readonly Door[] = ['subscription applicationChanged'];
