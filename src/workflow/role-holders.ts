import type { HeldRole } from '../kernel/principal.js';

/** Knows which roles somebody holds at all; the module that owns the users implements it. */
export interface RoleHolders {
  /** Null where that is not known here, since an issuer elsewhere keeps the users. */
  held(agency: string): Promise<readonly HeldRole[] | null>;
}

/** Nest token of `RoleHolders`. */
export const ROLE_HOLDERS = Symbol('role holders');
