import type { CallerAddress } from '../rate/caller.js';
import type { Principal } from '../../kernel/principal.js';

/** Nest token for whoever knows users and their passwords; a module that has a form to sign in asks it, and knows no more of it. */
export const PASSWORD_SIGN_IN = Symbol('password sign-in');

export interface PasswordSignIn {
  /**
   * Begins a session of the page of reports, from a network address, and answers with its token; refused when the user name or the
   * password is wrong, or too many were before.
   */
  signInToReports(
    input: { readonly username: string; readonly password: string; readonly code?: string },
    address: CallerAddress,
  ): Promise<string>;
  endSession(of: Principal, session: string | undefined): Promise<void>;
}
