import type { OssField } from '../../../sop/oss/oss-data.js';
import type { SopDefinition } from '../../../sop/sop-definition.js';
import type { FilledForm } from '../../../workflow/filled-forms.js';
import { isAbsent } from '../wire/decode.js';

/** What a NIB says of the applicant and the form of a service; what it does not say is left out. Pure. */
export function filledFrom({ oss }: SopDefinition, nib: object): FilledForm {
  return { applicant: filled(oss?.applicant ?? [], nib), form: filled(oss?.form ?? [], nib) };
}

function filled(fields: readonly OssField[], nib: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = valueOf(field, nib);
      return value === undefined ? [] : [[field.field, value] as const];
    }),
  );
}

function valueOf({ from, as, otherwise }: OssField, nib: object): unknown {
  for (const path of from) {
    const found = at(nib, path);
    if (isAbsent(found) || (typeof found !== 'string' && typeof found !== 'number')) continue;
    const read = READ[as](String(found).trim());
    if (read !== undefined) return read;
  }
  return otherwise;
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return undefined;
    return (inner as Readonly<Record<string, unknown>>)[key];
  }, value);
}

const READ: Readonly<Record<OssField['as'], (text: string) => unknown>> = {
  text: (text) => text || undefined,
  digits: (text) => text.replace(/\D/g, '') || undefined,
  integer: (text) => (/^-?\d{1,15}([.,]\d+)?$/.test(text) ? Math.trunc(Number(text.replace(',', '.'))) : undefined),
  phone: (text) => phone(text.replace(/[^\d+]/g, '')),
};

/** 62812… without its sign is meant as +62812… */
function phone(digits: string): string | undefined {
  return (digits.startsWith('62') ? `+${digits}` : digits) || undefined;
}
