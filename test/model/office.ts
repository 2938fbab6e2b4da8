import { OfficeHours } from './hours.js';
import type { ModelCase } from './case.js';
import { readTables, type AgencyTable, type Table } from './tables.js';

export interface Official {
  readonly agency: string;
  readonly username: string;
  readonly roles: readonly { readonly role: string; readonly section?: string }[];
  disabled: boolean;
}

/** Somebody who stands in for the holder of a role until the end of a day. */
export interface Acting {
  readonly id: string;
  readonly deputy: string;
  readonly holder: string;
  readonly role: string;
  readonly section: string | undefined;
  readonly until: number;
  ended: boolean;
}

/** A number for a paper of no case, beside a line of a book. */
export interface OutsideLine {
  readonly agency: string;
  readonly book: string;
  readonly beside: string;
  readonly dated: string;
}

/** Who never does a row of an SOP. */
const DESKLESS = ['admin', 'reports', 'auditor'];

/** Everything that the model knows: people, calendars, books and cases. */
export class Office {
  now: number;
  readonly tables: readonly Table[];
  readonly agencies: readonly AgencyTable[];
  readonly cases: ModelCase[] = [];
  readonly acting: Acting[] = [];
  readonly outside: OutsideLine[] = [];
  readonly people = new Map<string, Official>();
  private readonly hours = new Map<string, OfficeHours>();

  constructor(sopDir: string, start: number) {
    this.now = start;
    const { tables, agencies } = readTables(sopDir);
    this.tables = tables;
    this.agencies = agencies;
    for (const agency of agencies) {
      this.hours.set(agency.code, new OfficeHours(agency.calendar, agency.offset));
      for (const person of agency.people) this.people.set(person.username, { ...person, disabled: false });
    }
  }

  hoursOf(agency: string): OfficeHours {
    return this.hours.get(agency)!;
  }

  of(agency: string): ModelCase[] {
    return this.cases.filter(({ table }) => table.agency === agency);
  }

  running({ until, ended }: Acting): boolean {
    return !ended && this.now < until;
  }

  /** For whom somebody holds a role; undefined: not at all; null: as their own. */
  heldFor(username: string, role: string, section: string | null): string | null | undefined {
    const suits = (held: { readonly role: string; readonly section?: string | undefined }) =>
      held.role === role && (!section || held.section === section);
    if (this.people.get(username)!.roles.some(suits)) return null;
    return this.acting.find((each) => each.deputy === username && this.running(each) && suits(each))?.holder;
  }

  /** The role and section by which the open task of a case is done. */
  turnOf({ open, applicant }: ModelCase): { readonly role: string; readonly section: string | null } {
    const { role, section } = open!.row;
    return role === 'applicant' && applicant === null ? { role: 'front-office', section: null } : { role, section };
  }

  mayAct(username: string, kase: ModelCase): boolean {
    if (this.people.get(username)!.agency !== kase.table.agency) return false;
    const { role, section } = this.turnOf(kase);
    if (role === 'applicant') return kase.applicant === username;
    return this.heldFor(username, role, section) !== undefined;
  }

  /** The person, and the one for whom they act. */
  peopleOf(username: string, kase: ModelCase): string[] {
    const { role, section } = this.turnOf(kase);
    const holder = this.heldFor(username, role, section);
    return holder ? [username, holder] : [username];
  }

  /** Who could do the open task now. */
  performers(kase: ModelCase): string[] {
    return [...this.people.values()]
      .filter(({ username, disabled }) => !disabled && this.mayAct(username, kase) && !kase.keptFrom(this.peopleOf(username, kase)))
      .map(({ username }) => username);
  }

  holders(agency: string, role: string): string[] {
    const all = [...this.people.values()].filter((each) => each.agency === agency && !each.disabled);
    return all.filter((each) => each.roles.some((held) => held.role === role)).map(({ username }) => username);
  }

  /** Staff of an agency with a desk, to whom the open task does not belong. */
  strangersTo(kase: ModelCase): string[] {
    const isStaff = (each: Official) => each.roles.some(({ role }) => role !== 'applicant' && !DESKLESS.includes(role));
    return [...this.people.values()]
      .filter((each) => each.agency === kase.table.agency && !each.disabled && isStaff(each) && !this.mayAct(each.username, kase))
      .map(({ username }) => username);
  }

  /** Claims whose holders have lost the right to them end. */
  endClaims(): void {
    for (const kase of this.cases) {
      const by = kase.open?.claimedBy;
      if (by && (this.people.get(by)!.disabled || !this.mayAct(by, kase))) kase.open!.claimedBy = null;
    }
  }
}
