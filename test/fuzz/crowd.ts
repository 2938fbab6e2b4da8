import type { Principal } from '../../src/kernel/principal.js';
import { permitted, type Action } from '../../src/platform/auth/permissions.js';
import type { Chance } from './chance.js';

/** Somebody who has signed in. */
export interface Member {
  readonly principal: Principal;
  token: string;
}

/** Everybody who sends requests, by user name: every role, and people of another agency. */
export class Crowd {
  private readonly names: readonly string[];

  constructor(readonly members: Readonly<Record<string, Member>>) {
    this.names = Object.keys(members);
  }

  /** Gives a member the token of a new session. */
  signIn(name: string, token: string): void {
    this.members[name]!.token = token;
  }

  /** Mostly who may do what a door is for; sometimes anybody, or nobody (the empty name). */
  sender(chance: Chance, action: string | undefined): string {
    if (chance.once(12)) return '';
    const may =
      action && action !== 'public' ? this.names.filter((name) => permitted(this.members[name]!.principal, action as Action)) : [];
    return chance.pick(may.length === 0 || chance.once(3) ? this.names : may);
  }
}
