import { APPLICANT } from '../../kernel/principal.js';
import type { Agency } from '../../sop/sop-definition.js';

/** Names that suggest an operator of the service. */
const SOUNDS_LIKE_ADMIN = /^(admin|adm1n|administrator|root|sysadmin|system|sistem|operator|terbit)/;

/**
 * Whether a user name sounds like an office or one of its officials: agencies by their codes, roles by theirs, and `admin` with whatever
 * follows. An applicant who bears one could pass for the office, or keep it from its own name.
 */
export function isReservedName(username: string, agencies: readonly Agency[]): boolean {
  const plain = plainOf(username);
  const words = username.split(/[._@-]+/);
  if (SOUNDS_LIKE_ADMIN.test(plain) || words.some((word) => SOUNDS_LIKE_ADMIN.test(word))) return true;
  return agencies.some(({ code, roles, demoUsers }) => {
    const offices = roles.filter((role) => role.code !== APPLICANT).map((role) => plainOf(role.code));
    const officials = demoUsers.filter((user) => user.roles.some(({ role }) => role !== APPLICANT)).map((user) => plainOf(user.username));
    return plain.includes(plainOf(code)) || [...offices, ...officials].some((name) => plain === name || words.includes(name));
  });
}

const plainOf = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
