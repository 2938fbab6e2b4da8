/** Something that the service does otherwise than the model says. */
export class Finding extends Error {
  constructor(what: string, expected: unknown, found: unknown, about: object = {}) {
    super(`${what}\n  expected: ${shown(expected)}\n  found:    ${shown(found)}\n  about:    ${shown(about)}`);
    this.name = 'Finding';
  }
}

/** How many comparisons were made. */
export const counted = { checks: 0 };

/** Compares by JSON; a difference is a finding. */
export function same(what: string, found: unknown, expected: unknown, about: object = {}): void {
  counted.checks++;
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Finding(what, expected, found, about);
}

function shown(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined')).slice(0, 3000);
}
