/** A role that somebody holds; `section` where the role exists once per section. */
export interface HeldRole {
  readonly role: string;
  readonly section?: string;
  /** Held as a stand-in only. */
  readonly actingFor?: ActingFor;
}

/** How a stand-in signs: Plh. (the holder is away), Plt. (the seat is vacant), a.n. (on behalf of). */
export type StandInKind = 'plh' | 'plt' | 'an';

/** The holder of a role, for whom somebody stands in. */
export interface ActingFor {
  /** Id of the stand-in's period. */
  readonly standIn: string;
  readonly id: string;
  readonly name: string;
  readonly kind: StandInKind;
}

/** Who acts: a person or the system itself, within one agency. */
export interface Principal {
  readonly agency: string;
  readonly id: string;
  readonly name: string;
  readonly kind: 'person' | 'system';
  readonly roles: readonly HeldRole[];
  /** Of a person of the built-in issuer who asks: the session, which says when they last authenticated. */
  readonly session?: string | undefined;
  /** Of a person of an outside issuer: when they last authenticated, where their token says so. */
  readonly authenticatedAt?: Date | undefined;
}

/** The role under which members of the public hand in and receive. */
export const APPLICANT = 'applicant';

/** Whether somebody holds a role, and the section if one is asked for. */
export function holds(principal: Principal, role: string, section?: string | null): boolean {
  return principal.roles.some((held) => held.role === role && (!section || held.section === section));
}

/** The role as somebody holds it: as their own before as a stand-in. */
export function heldAs(principal: Principal, role: string, section?: string | null): HeldRole | undefined {
  const held = principal.roles.filter((each) => each.role === role && (!section || each.section === section));
  return held.find((each) => !each.actingFor) ?? held[0];
}
