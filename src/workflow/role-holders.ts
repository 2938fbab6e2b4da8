import type { HeldRole } from '../kernel/principal.js';
import type { ReleaseReason } from '../sop/case-events.js';

/** A task that somebody has claimed, and the role that it asks for. */
export interface HeldClaim {
  readonly task: string;
  readonly holder: string;
  readonly role: string;
  readonly section: string | null;
}

/** A claim whose holder has lost the right to it. */
export interface EndedClaim extends HeldClaim {
  readonly because: ReleaseReason;
}

/** Knows which roles somebody holds at all; the module that owns the users implements it. */
export interface RoleHolders {
  /** Null where that is not known here, since an issuer elsewhere keeps the users. */
  held(agency: string): Promise<readonly HeldRole[] | null>;
  /** The claims of open tasks whose holder may not do them any more, as far as that is known here. */
  endedClaims(agency: string, claims: readonly HeldClaim[]): Promise<readonly EndedClaim[]>;
}

/** Nest token of `RoleHolders`. */
export const ROLE_HOLDERS = Symbol('role holders');
