import { Transform } from 'class-transformer';

const WRITTEN = /^(0|-?[1-9]\d{0,14})$/;

/** A whole number in a query string, as people write one; `0x10`, `1e1`, ` 5` and an empty text stay what they are, and are refused. */
export function WholeNumber(): PropertyDecorator {
  return Transform(({ value }: { readonly value: unknown }) => (typeof value === 'string' && WRITTEN.test(value) ? Number(value) : value));
}
