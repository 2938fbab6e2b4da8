import type { Chance } from './chance.js';

/** What can go wrong with a call to the simulator. "…-after": it has acted, and only the answer is lost. */
export const CALL_FAULTS = [
  'delay',
  'timeout',
  'timeout-after',
  'drop',
  'drop-after',
  'error-500',
  'error-500-after',
  'error-504',
  'error-504-after',
  'refuse',
  'unreadable',
] as const;

/** What can go wrong with a call from the simulator. "hold" keeps one back until another has gone out: they come out of order. */
export const CALLBACK_FAULTS = ['duplicate', 'hold', 'lose', 'wrong-token', 'late'] as const;

export type CallFault = (typeof CALL_FAULTS)[number];
export type CallbackFault = (typeof CALLBACK_FAULTS)[number];

/** A fault that is to happen: to the next `times` calls, to each with a probability, or to all until it is taken back. */
export interface FaultRule {
  readonly id: number;
  /** Name of a method, or "*". */
  readonly method: string;
  readonly kind: CallFault | CallbackFault;
  readonly times?: number;
  readonly probability?: number;
  /** For "delay" and "late". */
  readonly delayMs?: number;
  /** For "refuse". */
  readonly keterangan?: string;
}

export type NewFault = Omit<FaultRule, 'id'>;

/** The faults that are to happen. */
export class FaultPlan {
  private rules: (FaultRule & { left: number })[] = [];
  private lastId = 0;

  constructor(private readonly chance: Chance) {}

  add(fault: NewFault): FaultRule {
    const rule = { ...fault, id: ++this.lastId };
    this.rules.push({ ...rule, left: fault.times ?? Infinity });
    return rule;
  }

  /** Takes one back, or all. */
  clear(id?: number): void {
    this.rules = id === undefined ? [] : this.rules.filter((rule) => rule.id !== id);
  }

  list(): readonly FaultRule[] {
    return this.rules.map(({ left, ...rule }) => (Number.isFinite(left) ? { ...rule, times: left } : rule));
  }

  /** What happens to this call of these kinds: the first rule that strikes, and it is used up by that. */
  strike<K extends CallFault | CallbackFault>(method: string, kinds: readonly K[]): (FaultRule & { readonly kind: K }) | undefined {
    const struck = this.rules.find(
      (rule) =>
        (kinds as readonly string[]).includes(rule.kind) &&
        (rule.method === '*' || rule.method === method) &&
        (rule.probability === undefined || this.chance() < rule.probability),
    );
    if (!struck) return undefined;
    struck.left -= 1;
    if (struck.left <= 0) this.clear(struck.id);
    return struck as unknown as FaultRule & { readonly kind: K };
  }
}
