import { APPLICANT, type HeldRole, type Principal } from '../../kernel/principal.js';

/**
 * On what somebody may do it. `own`: what they applied for, handed in or were told. `desk`: cases that have come to their role.
 * `section`: cases and tasks of their section, and of none; of the whole agency for who holds the role without a section.
 * `agency`: everything of their agency. Nobody ever reaches beyond their agency.
 */
export type Scope = 'own' | 'desk' | 'section' | 'agency';

/** Scope by role. `anybody` is every role, `staff` every role but the applicant's; the role itself goes before both, and may have `nothing`. */
type Rule = Readonly<Record<string, Scope | 'nothing'>>;

/** The whole of it: action × role × on what. Routes and fields name their action by `@Allow`; without one they are closed. */
export const PERMISSIONS = {
  'me.read': { anybody: 'own' },
  'sessions.end': { anybody: 'own' },
  'sessions.step-up': { anybody: 'own' },
  'second-factor.own': { staff: 'own' },
  'email.own': { anybody: 'own' },
  'services.read': { anybody: 'agency' },
  'applications.open': { applicant: 'own', 'front-office': 'agency' },
  'applications.read': { applicant: 'own', 'technical-team': 'desk', staff: 'section' },
  /** Personal data as it is: forms without masks, and what cannot be masked, which is printed papers and handed-in files. */
  'personal.read': {
    auditor: 'nothing',
    admin: 'nothing',
    reports: 'nothing',
    applicant: 'own',
    'technical-team': 'desk',
    staff: 'section',
  },
  'personal.search': { auditor: 'nothing', reports: 'nothing', applicant: 'own', 'technical-team': 'desk', staff: 'section' },
  'persons.own': { applicant: 'own' },
  'persons.export': { admin: 'agency' },
  'applications.withdraw': { applicant: 'own', 'front-office': 'agency' },
  'documents.write': {
    auditor: 'nothing',
    admin: 'nothing',
    reports: 'nothing',
    applicant: 'own',
    'technical-team': 'desk',
    staff: 'section',
  },
  'documents.read': { applicant: 'own', 'technical-team': 'desk', staff: 'section' },
  'tasks.read': { applicant: 'own', 'technical-team': 'desk', staff: 'section' },
  'tasks.work': { auditor: 'nothing', applicant: 'own', staff: 'desk' },
  'tasks.orphans': { admin: 'agency', auditor: 'agency' },
  'papers.read': { applicant: 'own', 'technical-team': 'desk', staff: 'section' },
  'books.read': { staff: 'agency' },
  'books.keep': { auditor: 'nothing', staff: 'desk' },
  'books.seed': { admin: 'agency' },
  'letters.undo': { auditor: 'nothing', staff: 'desk' },
  'letters.e-sign': { auditor: 'nothing', staff: 'desk' },
  'stand-ins.name': { auditor: 'nothing', staff: 'own' },
  'stand-ins.manage': { admin: 'agency' },
  'staff.manage': { admin: 'agency' },
  'applicants.manage': { admin: 'agency' },
  'calendar.read': { anybody: 'agency' },
  'calendar.history': { staff: 'agency' },
  'calendar.change': { admin: 'agency' },
  /** A second person, for changes of time that has passed. */
  'calendar.approve': { admin: 'agency', secretary: 'agency', 'agency-head': 'agency' },
  'audit.read': { admin: 'agency', reports: 'agency', auditor: 'agency' },
  /** For an inspectorate: the role `auditor` reads its whole agency masked, and changes nothing. */
  'audit.sample': { admin: 'agency', auditor: 'agency' },
  'journals.export': { admin: 'agency', auditor: 'agency' },
  'notifications.read': { anybody: 'own' },
  'notifications.manage': { admin: 'agency' },
  'webhooks.manage': { admin: 'agency' },
  'oss.read': { 'technical-team': 'desk', staff: 'section' },
  'oss.manage': { admin: 'agency', 'back-office': 'section', 'front-office': 'agency' },
  /** To say that a licence of OSS is a case; shows the personal data of both sides. */
  'oss.join': { 'front-office': 'agency' },
  'oss.journal': { admin: 'agency', 'back-office': 'section', 'front-office': 'agency' },
  'reports.read': {
    reports: 'agency',
    auditor: 'agency',
    'service-head': 'agency',
    secretary: 'agency',
    'agency-head': 'agency',
    admin: 'agency',
  },
  'reports.registers': {
    reports: 'agency',
    auditor: 'agency',
    'service-head': 'agency',
    secretary: 'agency',
    'agency-head': 'agency',
    admin: 'agency',
    'general-affairs': 'agency',
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type Action = keyof typeof PERMISSIONS;

/** Whether one of somebody's roles stands in the table for an action. */
export function permitted(principal: Principal, action: Action): boolean {
  return roleFor(principal, action) !== undefined;
}

/** The role by which somebody may do something: the first that stands in the table. */
export function roleFor(principal: Principal, action: Action): string | undefined {
  return principal.roles.find(({ role }) => scopeOf(role, action) !== undefined)?.role;
}

/** On what one role may do something; undefined where it may not. */
export function scopeOf(role: string, action: Action): Scope | undefined {
  const rule: Rule = PERMISSIONS[action];
  const scope = named(rule, role) ?? (role === APPLICANT ? undefined : named(rule, 'staff')) ?? named(rule, 'anybody');
  return scope === 'nothing' ? undefined : scope;
}

/** What somebody sees of the cases of their agency, all of their roles together. */
export interface Sight {
  readonly agency: boolean;
  /** Only what is theirs, beside the rest. */
  readonly own: boolean;
  readonly sections: readonly string[];
  readonly desks: readonly string[];
}

/** The rows of the table that say which cases somebody sees, put together. */
export function sightOf(principal: Principal, action: Action = 'applications.read'): Sight {
  const held = principal.roles.map((each) => ({ ...each, scope: effective(each, action) }));
  return {
    agency: principal.kind === 'system' || held.some(({ scope }) => scope === 'agency'),
    own: held.some(({ scope }) => scope === 'own'),
    sections: held.flatMap(({ scope, section }) => (scope === 'section' && section ? [section] : [])),
    desks: held.flatMap(({ scope, role }) => (scope === 'desk' ? [role] : [])),
  };
}

function effective({ role, section }: HeldRole, action: Action): Scope | undefined {
  const scope = scopeOf(role, action);
  return scope === 'section' && !section ? 'agency' : scope;
}

function named(rule: Rule, name: string): Rule[string] | undefined {
  return Object.hasOwn(rule, name) ? rule[name] : undefined;
}
