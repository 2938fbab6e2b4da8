import type { Principal } from '../../kernel/principal.js';

/** By what somebody came in: the token that was accepted, and the roles that it gave them then. */
export interface Access {
  readonly token: string;
  readonly principal: Principal;
}
