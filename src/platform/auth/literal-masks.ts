import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { literalMask, maskedText, type PersonalLiterals } from '../../kernel/mask.js';
import type { Principal } from '../../kernel/principal.js';
import { permitted } from './permissions.js';

/** Knows what applicants have entered about themselves; the module that owns the forms implements it. */
export interface PersonalValues {
  of(agency: string, applications: readonly string[]): Promise<PersonalLiterals>;
}

/** Nest token of `PersonalValues`. */
export const PERSONAL_VALUES = Symbol('personal values');

export type TextMask = (text: string) => string;

/** Whether somebody reads cases without their personal data. */
export function readsMasked(principal: Principal | undefined): principal is Principal {
  return principal !== undefined && principal.kind !== 'system' && !permitted(principal, 'personal.read');
}

/** The cases that a request has read so far; each request has a principal object of its own. */
const READ = new WeakMap<Principal, Set<string>>();

/** Notes which cases an answer is about, for who reads them masked. */
export function rememberRead(principal: Principal, applications: Iterable<string | null>): void {
  if (!readsMasked(principal)) return;
  const read = READ.get(principal) ?? new Set();
  READ.set(principal, read);
  for (const application of applications) if (application !== null) read.add(application);
}

/** Masks texts for who reads without personal data: by their looks, and what the applicants of the cases at hand have entered, literally. */
@Injectable()
export class LiteralMasks {
  constructor(private readonly modules: ModuleRef) {}

  /** The mask for the cases that were read since the last call; the one before, where there were none. */
  async next(principal: Principal, before: TextMask = maskedText): Promise<TextMask> {
    const read = READ.get(principal);
    if (!read || read.size === 0) return before;
    const applications = [...read];
    read.clear();
    const values = this.modules.get<PersonalValues>(PERSONAL_VALUES, { strict: false });
    const literal = literalMask(await values.of(principal.agency, applications));
    return (text) => literal(maskedText(text));
  }
}
