import { isPlainObject } from '../decoder.js';
import { holds } from './checks.js';
import type { Rule } from './rule.js';

/** What rules are checked on: the form as it is kept, and the input of a step. */
export interface RuleSubject {
  readonly applicant: unknown;
  readonly form: unknown;
  readonly input?: unknown;
}

/** A rule that does not hold, with the values that it was about. */
export interface BrokenRule {
  readonly rule: Rule;
  readonly values: readonly unknown[];
}

/** The rules about the form, or those about the input of a step. */
export function rulesFor(rules: readonly Rule[] | undefined, step?: number): readonly Rule[] {
  return (rules ?? []).filter((rule) => (step === undefined ? !rule.steps : rule.steps?.includes(step)));
}

/** Which rules do not hold today (YYYY-MM-DD in the zone of the office). Pure. */
export function brokenRules(rules: readonly Rule[], subject: RuleSubject, today: string): BrokenRule[] {
  return rules.flatMap((rule) => {
    const values = rule.fields.map((pointer) => valueAt(subject, pointer));
    return holds(rule.check, { values, today, rule }) ? [] : [{ rule, values }];
  });
}

/** Whether some rules read the form: who checks them has to open it. */
export function readForm(rules: readonly Rule[]): boolean {
  return rules.some(({ fields }) => fields.some((pointer) => !pointer.startsWith('/input/')));
}

/** The names of a JSON pointer. */
export function namesOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(subject: unknown, pointer: string): unknown {
  return namesOf(pointer).reduce<unknown>((at, name) => (isRecord(at) && Object.hasOwn(at, name) ? at[name] : undefined), subject);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return isPlainObject(value) || (typeof value === 'object' && value !== null && !Array.isArray(value));
}
