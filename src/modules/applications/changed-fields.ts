import { canonical } from '../../kernel/canonical.js';
import type { Problem } from '../../kernel/refusal.js';
import type { SopDefinition } from '../../sop/sop-definition.js';
import type { Filled } from './application-forms.js';

/** One field that a later revision has changed: by JSON pointer, with keyed hashes of what it was and is. */
export interface ChangedField {
  readonly pointer: string;
  readonly before: string | null;
  readonly after: string | null;
}

interface Change {
  readonly pointer: string;
  readonly before: unknown;
  readonly after: unknown;
}

const SAME_PERSON = {
  id: 'Nama dan NIK pemohon tidak dapat diubah pada permohonan yang dikembalikan; mintalah kepada petugas loket.',
  en: 'The name and NIK of the applicant cannot be changed in an application that was sent back; please ask at the counter.',
};

export const REASON_NEEDED = {
  id: 'Sebutkan alasannya: nama atau NIK pemohon berubah.',
  en: 'Say why: the name or the NIK of the applicant changes.',
};

/** The fields that differ between two revisions. */
export function changesOf(before: Filled, after: Filled): Change[] {
  return (['applicant', 'form'] as const).flatMap((part) => {
    const names = [...new Set([...Object.keys(before[part]), ...Object.keys(after[part])])].sort();
    return names.flatMap((name) => {
      const [was, is] = [before[part][name], after[part][name]];
      const pointer = `/${part}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      return canonical(was ?? null) === canonical(is ?? null) ? [] : [{ pointer, before: was, after: is }];
    });
  });
}

/** What the journal keeps of them: no value, but whether it comes to the same again. */
export function hashedChanges(changes: readonly Change[], hash: (pointer: string, value: string) => string): ChangedField[] {
  const hashed = (pointer: string, value: unknown) => (value === undefined ? null : hash(pointer, canonical(value)));
  return changes.map(({ pointer, before, after }) => ({ pointer, before: hashed(pointer, before), after: hashed(pointer, after) }));
}

/** The changes that would replace the applicant: of the name, and of every NIK of the form. */
export function identityProblems({ form }: SopDefinition, changes: readonly Change[]): Problem[] {
  const properties = (form['properties'] ?? {}) as Readonly<Record<string, { readonly format?: string } | undefined>>;
  const niks = Object.keys(properties).filter((name) => name === 'nik' || properties[name]?.format === 'nik');
  const identity = new Set(['/applicant/name', '/applicant/nik', '/form/nik', ...niks.map((name) => `/form/${name}`)]);
  return changes.flatMap(({ pointer }) => (identity.has(pointer) ? [{ pointer: `/input${pointer}`, detail: SAME_PERSON }] : []));
}
