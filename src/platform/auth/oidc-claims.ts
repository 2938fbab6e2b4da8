import { createHash } from 'node:crypto';
import type { HeldRole, Principal } from '../../kernel/principal.js';
import type { Config } from '../config/config.js';
import type { AgencyRoles } from './agency-roles.js';

/** The settings that say where in a token things stand, and what its words mean here. */
export type ClaimSettings = Pick<
  Config,
  | 'oidcAgencyClaim'
  | 'oidcAgency'
  | 'oidcAgencyMap'
  | 'oidcRolesClaim'
  | 'oidcRoleMap'
  | 'oidcDefaultRole'
  | 'oidcSectionClaim'
  | 'oidcNameClaim'
>;

type Claims = Readonly<Record<string, unknown>>;

/** Longest name that stands beneath what somebody did. */
const LONGEST_NAME = 200;

/** Who a token of an issuer speaks for; undefined when it names no agency that is known. Roles that the agency does not have are left out. */
export function principalOf(claims: Claims, issuer: string, settings: ClaimSettings, known: AgencyRoles): Principal | undefined {
  const told = textAt(claims, settings.oidcAgencyClaim);
  const agency = told === undefined ? settings.oidcAgency : (settings.oidcAgencyMap.get(told) ?? told);
  if (agency === undefined || !known.has(agency)) return undefined;
  const subject = String(claims['sub']);
  const section = textAt(claims, settings.oidcSectionClaim);
  const roles = rolesIn(claims, settings, section).filter((held) => known.problemOf(agency, held) === undefined);
  const byDefault = settings.oidcDefaultRole === undefined ? [] : [{ role: settings.oidcDefaultRole }];
  return {
    agency,
    id: personId(issuer, subject),
    name: (textAt(claims, settings.oidcNameClaim) ?? subject).slice(0, LONGEST_NAME),
    kind: 'person',
    roles: roles.length > 0 ? roles : byDefault.filter((held) => known.problemOf(agency, held) === undefined),
  };
}

/** What somebody signs in as at their issuer, by OpenID Connect's own claim for it. */
export function usernameIn(claims: Claims): string | undefined {
  return textAt(claims, ['preferred_username'])?.slice(0, LONGEST_NAME);
}

/** The id of somebody whom an issuer knows: always the same, of the same form as every other, and not their `sub`. */
export function personId(issuer: string, subject: string): string {
  const hex = createHash('sha256').update(`${issuer}\n${subject}`).digest('hex');
  const variant = '89ab'[parseInt(hex[16]!, 16) % 4]!;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function rolesIn(claims: Claims, { oidcRolesClaim, oidcRoleMap }: ClaimSettings, section: string | undefined): HeldRole[] {
  const told = at(claims, oidcRolesClaim);
  const words = (Array.isArray(told) ? told : typeof told === 'string' ? told.split(' ') : []).filter(
    (word): word is string => typeof word === 'string' && word !== '',
  );
  return words.flatMap((word) => {
    const [role, own] = (oidcRoleMap.get(word) ?? word).split('/') as [string, string?];
    if (own !== undefined) return [{ role, section: own }];
    // Whether the role has sections is the agency's to say: as it fits, one of the two is left out.
    return section === undefined ? [{ role }] : [{ role }, { role, section }];
  });
}

function textAt(claims: Claims, path: readonly string[]): string | undefined {
  const value = at(claims, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What stands at a path; a claim whose name has dots in it, such as a URL, is found as well. */
function at(claims: Claims, path: readonly string[]): unknown {
  const whole = path.join('.');
  if (Object.hasOwn(claims, whole)) return claims[whole];
  return path.reduce<unknown>(
    (inner, name) => (typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name) ? (inner as Claims)[name] : undefined),
    claims,
  );
}
