import { newId } from '../kernel/ids.js';
import { APPLICANT, type Principal } from '../kernel/principal.js';
import type { Agency } from '../sop/sop-definition.js';
import { applicantName } from './inputs.js';
import type { SeededChance } from './chance.js';

/** A user that exists. */
export interface KnownUser extends Principal {
  readonly username: string;
}

const MOST_STAFF = 4;
/** Applicants who may come again. */
const REGULARS = 2000;
/** Cases of the demo applicants: enough to look at, and few beside the rest. */
const DEMO_CASES = 150;

/** Who acts in a history: the users that there are, colleagues of theirs, and applicants. */
export class People {
  private readonly staff = new Map<string, readonly Principal[]>();
  private readonly regulars: Principal[] = [];
  private demoCases = 0;

  constructor(
    private readonly chance: SeededChance,
    private readonly users: readonly KnownUser[],
    private readonly since: Date,
  ) {}

  /** Somebody who holds a role: the user of that role most often, otherwise one of their colleagues. */
  official(agency: Agency, role: string, section: string | null): Principal {
    const key = `${agency.code} ${role} ${section ?? ''}`;
    let desk = this.staff.get(key);
    if (!desk) this.staff.set(key, (desk = this.desk(agency, role, section)));
    return this.chance.oneIn(2) ? desk[0]! : this.chance.pick(desk);
  }

  /** Somebody who applies by themselves. */
  applicant(agency: Agency, now: Date): Principal {
    const demo = this.users.filter((user) => user.agency === agency.code && user.roles.every(({ role }) => role === APPLICANT));
    if (demo.length > 0 && this.demoCases < DEMO_CASES && this.chance.oneIn(40)) {
      this.demoCases++;
      return this.chance.pick(demo);
    }
    const regular = this.chance.oneIn(5) ? this.regulars[this.chance.below(REGULARS)] : undefined;
    if (regular?.agency === agency.code) return regular;
    const name = applicantName(this.chance, this.chance.oneIn(3));
    const fresh: Principal = { agency: agency.code, id: newId(now), name, kind: 'person', roles: [{ role: APPLICANT }] };
    this.regulars[this.chance.below(REGULARS)] = fresh;
    return fresh;
  }

  private desk(agency: Agency, role: string, section: string | null): Principal[] {
    const holds = (user: Principal) => user.roles.some((held) => held.role === role && (!section || held.section === section));
    const known = this.users.filter((user) => user.agency === agency.code && holds(user));
    const title = agency.roles.find(({ code }) => code === role)?.title.id ?? role;
    const first = known[0] ?? { name: title, roles: [{ role, ...(section && { section }) }] };
    const colleagues = Array.from({ length: 1 + this.chance.below(MOST_STAFF - 1) }, (_, index): Principal => {
      const { name, roles } = first;
      return { agency: agency.code, id: newId(this.since), name: `${name} ${index + 2}`, kind: 'person', roles };
    });
    return [...known, ...colleagues];
  }
}
