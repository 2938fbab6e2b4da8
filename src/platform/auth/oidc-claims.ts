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
  const named = textAt(claims, settings.oidcAgencyClaim);
  const agency = named === undefined ? settings.oidcAgency : meaningOf(settings.oidcAgencyMap, named);
  if (agency === undefined || !known.has(agency)) return undefined;
  const subject = String(claims['sub']);
  const section = textAt(claims, settings.oidcSectionClaim);
  const roles = rolesIn(claims, settings, section).filter((held) => known.problemOf(agency, held) === undefined);
  const byDefault = settings.oidcDefaultRole === undefined ? [] : [{ role: settings.oidcDefaultRole }];
  return {
    agency,
    id: personId(issuer, subject),
    name: nameIn(claims, settings.oidcNameClaim) ?? nameOf(subject) ?? personId(issuer, subject),
    kind: 'person',
    roles: roles.length > 0 ? roles : byDefault.filter((held) => known.problemOf(agency, held) === undefined),
    ...authenticationOf(claims),
  };
}

/** When somebody has authenticated at their issuer: `auth_time` (OpenID Connect Core, 2), where the token has it. */
function authenticationOf({ auth_time: seconds }: Claims): Pick<Principal, 'authenticatedAt'> {
  return typeof seconds === 'number' && Math.abs(seconds) < 1e11 ? { authenticatedAt: new Date(seconds * 1000) } : {};
}

/** What somebody signs in as at their issuer, by OpenID Connect's own claim for it. */
export function usernameIn(claims: Claims): string | undefined {
  return nameIn(claims, ['preferred_username']);
}

/** The id of somebody whom an issuer knows: always the same, of the same form as every other, and not their `sub`. */
export function personId(issuer: string, subject: string): string {
  const hex = createHash('sha256').update(`${issuer}\n${subject}`).digest('hex');
  const variant = '89ab'[parseInt(hex[16]!, 16) % 4]!;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function rolesIn(claims: Claims, { oidcRolesClaim, oidcRoleMap }: ClaimSettings, section: string | undefined): HeldRole[] {
  const said = at(claims, oidcRolesClaim);
  const words = (Array.isArray(said) ? said : typeof said === 'string' ? said.split(' ') : []).filter(
    (word): word is string => typeof word === 'string' && word !== '',
  );
  return words.flatMap((word) => {
    const meaning = meaningOf(oidcRoleMap, word);
    if (meaning === undefined) return [];
    const [role, own] = meaning.split('/') as [string, string?];
    if (own !== undefined) return [{ role, section: own }];
    // Whether the role has sections is the agency's to say: as it fits, one of the two is left out.
    return section === undefined ? [{ role }] : [{ role }, { role, section }];
  });
}

/** What a word of the issuer means here: where there is a map it is the whole list, since a word may mean something else over there. */
function meaningOf(map: ReadonlyMap<string, string>, word: string): string | undefined {
  return map.size === 0 ? word : map.get(word);
}

function nameIn(claims: Claims, path: readonly string[]): string | undefined {
  const text = textAt(claims, path);
  return text === undefined ? undefined : nameOf(text);
}

/** A name of one line: nothing that breaks it, hides in it or turns it around. */
function nameOf(text: string): string | undefined {
  const line = text
    .slice(0, 4 * LONGEST_NAME)
    .replace(/[\p{Zl}\p{Zp}\p{Zs}\t\n\v\f\r\u0085]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '')
    .trim();
  return [...line].slice(0, LONGEST_NAME).join('').trim() || undefined;
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
