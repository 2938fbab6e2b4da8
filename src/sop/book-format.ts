import type { DefinitionPath, Problems } from './problem.js';
import type { Book } from './sop-definition.js';

const TOKENS = '{class}, {number}, {number:4}, {service}, {unit}, {month}, {roman} or {year}';
const TOKEN = /\{(number(?::[1-9])?|class|service|unit|month|roman|year)\}/g;

/** Checks the number format of a book: known tokens, the number once, and no number that comes back next year. */
export function bookFormat(
  { kind, format, classCode }: Pick<Book, 'kind' | 'format' | 'classCode'>,
  at: DefinitionPath,
  problems: Problems,
): void {
  const tokens = [...format.matchAll(TOKEN)].map((match) => match[1]!);
  const rest = format.replace(TOKEN, '');
  if (/[{}]/.test(rest)) problems.add(at, `The format has a token that is not known; allowed are ${TOKENS}.`);
  if (tokens.filter((token) => token.startsWith('number')).length !== 1)
    problems.add(at, 'The format must hold {number} or {number:4} exactly once.');
  if (tokens.includes('class') && classCode === undefined) problems.add(at, 'The format holds {class}, and the book has no classCode.');
  // Every book begins again at 1 each year, so only the year keeps two numbers apart; the dispatch book has pages, not letters.
  if (kind !== 'dispatch' && !tokens.includes('year'))
    problems.add(at, 'The format must hold {year}, for the book begins again at 1 every year.');
  // Numbers of a counter stand in web addresses.
  if (kind === 'counter' && /[^A-Za-z0-9._{}-]/.test(rest))
    problems.add(at, 'The format of a counter may hold only letters, digits, dots, hyphens and underscores besides its tokens.');
}
