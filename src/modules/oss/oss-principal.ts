import type { HeldRole, Principal } from '../../kernel/principal.js';
import { systemOf } from '../../workflow/alarms.js';

/** OSS as the journal of a case names it. */
export const OSS = 'OSS';

/** OSS as an actor within one agency. */
export function ossOf(agency: string): Principal {
  return { ...systemOf(agency), id: 'oss', name: OSS };
}

/** OSS at the desk whose task it does. */
export function ossAt(agency: string, { role, section }: { readonly role: string; readonly section?: string | null }): Principal {
  const held: HeldRole = section ? { role, section } : { role };
  return { ...ossOf(agency), roles: [held] };
}
