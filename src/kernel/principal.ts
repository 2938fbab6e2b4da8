/** A role that somebody holds; `section` where the role exists once per section. */
export interface HeldRole {
  readonly role: string;
  readonly section?: string;
}

/** Who acts: a person or the system itself, within one agency. */
export interface Principal {
  readonly agency: string;
  readonly id: string;
  readonly name: string;
  readonly kind: 'person' | 'system';
  readonly roles: readonly HeldRole[];
}

/** The role under which members of the public hand in and receive. */
export const APPLICANT = 'applicant';

/** Whether somebody holds a role, and the section if one is asked for. */
export function holds(principal: Principal, role: string, section?: string | null): boolean {
  return principal.roles.some((held) => held.role === role && (!section || held.section === section));
}
