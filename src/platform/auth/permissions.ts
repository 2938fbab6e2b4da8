import type { Principal } from '../../kernel/principal.js';

const ANYBODY = 'anybody';
const STAFF = 'staff';
const DESK = 'desk';

/** Staff who work on no case. */
const NO_DESK: readonly string[] = ['admin', 'reports'];

/**
 * Who may do what: role × action. `anybody` is everybody who has signed in, `staff` everybody who is not only an applicant,
 * `desk` those of them who work on cases.
 * On what they may do it (own application, own section) is decided where the thing is known.
 */
const TABLE = {
  'me.read': [ANYBODY],
  'services.read': [ANYBODY],
  'applications.open': ['applicant', 'front-office'],
  'applications.read': [ANYBODY],
  'personal.read': ['applicant', DESK],
  'personal.search': ['applicant', DESK, 'admin'],
  'persons.own': ['applicant'],
  'persons.export': ['admin'],
  'applications.withdraw': ['applicant', 'front-office'],
  'documents.write': [ANYBODY],
  'documents.read': [ANYBODY],
  'tasks.read': [ANYBODY],
  'tasks.work': [ANYBODY],
  'papers.read': [ANYBODY],
  'books.read': [STAFF],
  'books.keep': [STAFF],
  'books.seed': ['admin'],
  'letters.undo': [STAFF],
  'stand-ins.name': [STAFF],
  'stand-ins.manage': ['admin'],
  'calendar.read': [ANYBODY],
  'calendar.history': [STAFF],
  'calendar.change': ['admin'],
  'audit.read': ['admin', 'reports'],
  'notifications.read': [ANYBODY],
  'notifications.manage': ['admin'],
  'webhooks.manage': ['admin'],
} as const satisfies Record<string, readonly string[]>;

export type Action = keyof typeof TABLE;

/** Whether one of somebody's roles stands in the table for an action. */
export function permitted(principal: Principal, action: Action): boolean {
  return roleFor(principal, action) !== undefined;
}

/** The role by which somebody may do something: the first that stands in the table. */
export function roleFor(principal: Principal, action: Action): string | undefined {
  const allowed: readonly string[] = TABLE[action];
  return principal.roles.find(
    ({ role }) =>
      allowed.includes(role) ||
      allowed.includes(ANYBODY) ||
      (role !== 'applicant' && (allowed.includes(STAFF) || (allowed.includes(DESK) && !NO_DESK.includes(role)))),
  )?.role;
}
