import { Injectable } from '@nestjs/common';
import { Refusal } from '../../../kernel/refusal.js';
import { Audit } from '../../../platform/audit/audit.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { CallerAddress } from '../../../platform/rate/caller.js';
import { SignInFailures } from '../sign-in-failures.js';
import { FactorStore, type FactorOwner, type FactorUsed } from './factor-store.js';
import { secondFactorFailed, secondFactorRequired } from './second-factor-refusals.js';

/** A user whose password was verified. */
interface Recognised extends FactorOwner {
  readonly name: string;
  readonly username: string;
}

/** Asks for the second factor where there is one; a wrong code counts like a wrong password. */
@Injectable()
export class FactorCheck {
  constructor(
    private readonly store: FactorStore,
    private readonly failures: SignInFailures,
    private readonly audit: Audit,
  ) {}

  async has(owner: FactorOwner): Promise<boolean> {
    return (await this.store.state(owner)).enrolled;
  }

  /** In the transaction of what it is asked for: a code is used up with it, or not at all. */
  async pass(tx: Tx, owner: FactorOwner, code: string | undefined): Promise<FactorUsed> {
    const used = await this.store.use(tx, owner, code);
    if (used === undefined) throw secondFactorRequired();
    if (used === 'wrong') throw secondFactorFailed();
    return used;
  }

  /** Counts and notes a wrong code, once the transaction that asked for it is over. */
  async counted<T>(user: Recognised, address: CallerAddress, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refusal && error.code === 'SECOND_FACTOR_FAILED') {
        const { agency, id, name, username } = user;
        await this.failures.note([user], address);
        await this.audit.note(undefined, { agency, kind: 'sign-in-failed', actor: { id, name }, data: { username, factor: 'code' } });
      }
      throw error;
    }
  }
}
