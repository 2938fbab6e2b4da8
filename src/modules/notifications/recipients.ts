import type { HeldRole, Principal } from '../../kernel/principal.js';

export function toUser(id: string): string {
  return `user:${id}`;
}

export function toRole(role: string, section?: string | null): string {
  return `role:${role}${section ? `/${section}` : ''}`;
}

/** The recipient names under which a user reads notices: their own, and each of their roles. */
export function recipientsOf(principal: Principal): string[] {
  return [
    toUser(principal.id),
    ...principal.roles.flatMap(({ role, section }: HeldRole) => [toRole(role), ...(section ? [toRole(role, section)] : [])]),
  ];
}
