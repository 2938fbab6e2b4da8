import { Injectable } from '@nestjs/common';
import type { HeldRole } from '../../kernel/principal.js';

/** An agency as far as it says what can be held there. */
export interface RolesOfAgency {
  readonly code: string;
  readonly roles: readonly { readonly code: string; readonly perSection: boolean }[];
  readonly sections: readonly { readonly code: string }[];
}

/** Which roles there are in which agency: filled in at start by whoever reads the agencies. A role that is not known there counts for nothing. */
@Injectable()
export class AgencyRoles {
  private readonly known = new Map<string, RolesOfAgency>();
  private readonly signers = new Map<string, Set<string>>();

  learn(agencies: readonly RolesOfAgency[]): void {
    for (const agency of agencies) this.known.set(agency.code, agency);
  }

  /** Roles that may sign letters there, by any definition that a case may have begun with. */
  learnSigners(agency: string, roles: readonly string[]): void {
    const known = this.signers.get(agency) ?? new Set();
    for (const role of roles) known.add(role);
    this.signers.set(agency, known);
  }

  maySign(agency: string, role: string): boolean {
    return this.signers.get(agency)?.has(role) ?? false;
  }

  has(agency: string): boolean {
    return this.known.has(agency);
  }

  /** What is wrong with a role there, if anything. */
  problemOf(agency: string, { role, section }: HeldRole): 'role' | 'section' | undefined {
    const { roles = [], sections = [] } = this.known.get(agency) ?? {};
    const found = roles.find(({ code }) => code === role);
    if (!found) return 'role';
    if (!found.perSection) return section === undefined ? undefined : 'section';
    return sections.some(({ code }) => code === section) ? undefined : 'section';
  }
}
