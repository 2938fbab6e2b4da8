import { holds, type Principal } from '../kernel/principal.js';
import type { Refusal } from '../kernel/refusal.js';
import type { CaseState, EventActor, LicenceJoinedEvent } from './case-events.js';
import * as refuse from './case-refusals.js';

/** A licence of OSS belongs to this case, says an official of that role. */
export interface JoinLicenceCommand {
  readonly type: 'join-licence';
  readonly role: string;
  /** id_izin. */
  readonly licence: string;
  /** The case that was opened for the licence before, if there was one. */
  readonly from: string | null;
  readonly reason: string;
}

interface Making {
  readonly at: string;
  readonly actor: (principal: Principal, role: string) => EventActor;
}

type Decided = { readonly ok: true; readonly event: LicenceJoinedEvent } | { readonly ok: false; readonly refusal: Refusal };

/** Only a case that is still open can turn out to be the one that a licence was asked for with. Pure. */
export function joinLicence(
  { status }: CaseState,
  { role, licence, from, reason }: JoinLicenceCommand,
  principal: Principal,
  { at, actor }: Making,
): Decided {
  if (!holds(principal, role)) return { ok: false, refusal: refuse.notYourApplication() };
  if (status !== 'open') return { ok: false, refusal: refuse.caseClosed({ status }) };
  return { ok: true, event: { type: 'licence-joined', at, actor: actor(principal, role), licence, from, reason } };
}
