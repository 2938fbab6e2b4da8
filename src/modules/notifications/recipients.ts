import type { HeldRole, Principal } from '../../kernel/principal.js';

export function toUser(id: string): string {
  return `user:${id}`;
}

export function toRole(role: string, section?: string | null): string {
  return `role:${role}${section ? `/${section}` : ''}`;
}

/** Under which names somebody finds notices in the application: as themselves, and as each of their roles. */
export function recipientsOf(principal: Principal): string[] {
  return [
    toUser(principal.id),
    ...principal.roles.flatMap(({ role, section }: HeldRole) => [toRole(role), ...(section ? [toRole(role, section)] : [])]),
  ];
}

/** A telephone number as the world writes it (E.164), from how it is written in Indonesia; null when it is none. */
export function e164(written: string): string | null {
  const digits = written.replace(/[^\d+]/g, '');
  const number = digits.startsWith('+')
    ? digits
    : digits.startsWith('0')
      ? `+62${digits.slice(1)}`
      : digits.startsWith('62')
        ? `+${digits}`
        : `+62${digits}`;
  return /^\+[1-9]\d{7,14}$/.test(number) ? number : null;
}
