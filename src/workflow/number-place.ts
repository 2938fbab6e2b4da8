import type { NumberPlace } from '../platform/numbering/numbering.js';
import type { Agency, Book, SopDefinition } from '../sop/sop-definition.js';

/** Where a number of a service is taken: the agency's book, in the agency's own year. */
export function numberPlace(agency: Agency, definition: SopDefinition, code: string, now: Date): NumberPlace & { readonly book: Book } {
  const book = agency.books.find((candidate) => candidate.code === code);
  if (!book) throw new Error(`agency ${agency.code} has no book "${code}"`);
  return {
    agency: agency.code,
    book,
    zone: agency.timeZone,
    words: { classCode: book.classCode ?? '', service: definition.shortName, unit: agency.shortName },
    now,
  };
}
