import { Kind, parse, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import { queryTooWide, tooLarge, type QueryLimits } from './query-limits.js';

/** Most tokens of one document: parsing a longer one is refused before it costs anything. */
export const MOST_TOKENS = 4000;
/** Longest document, in characters. */
const LONGEST = 100_000;
/** Most fields and fragments that the rules of GraphQL compare with each other, two by two: that work grows with the square. */
const MOST_PAIRS = 5000;
/** Deeper than every query that is allowed; the rules refuse what is deeper, and fragments that contain themselves. */
const DEEPEST = 60;
const REMEMBERED = 500;
const LONGEST_REMEMBERED = 5000;

export const queryTooLong = tooLarge(
  'QUERY_TOO_LONG',
  'Kueri ini terlalu panjang; paling banyak {most} huruf.',
  'This query is too long; {most} characters are allowed.',
);

/**
 * Refuses a document that is dear to check, before the rules of GraphQL look at it: they compare every two fields of the same name,
 * and every two fragments, that stand in one place.
 */
export class DocumentBounds {
  private readonly passed = new Set<string>();
  private readonly mostFields: number;

  constructor({ maxFields }: QueryLimits) {
    this.mostFields = maxFields;
  }

  check(source: string): void {
    if (this.passed.has(source)) return;
    if (source.length > LONGEST) throw queryTooLong({ most: LONGEST });
    let document: DocumentNode;
    try {
      document = parse(source, { maxTokens: MOST_TOKENS, noLocation: true });
    } catch {
      // Refused with its place by whoever parses it next.
      return;
    }
    this.measure(document);
    if (source.length > LONGEST_REMEMBERED) return;
    if (this.passed.size >= REMEMBERED) this.passed.clear();
    this.passed.add(source);
  }

  private measure({ definitions }: DocumentNode): void {
    const fragments = new Map<string, FragmentDefinitionNode>();
    for (const one of definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
    const size = new Size(fragments, this.mostFields);
    // Each definition is checked for itself, fragments that nobody uses included.
    for (const one of definitions)
      if (one.kind === Kind.OPERATION_DEFINITION || one.kind === Kind.FRAGMENT_DEFINITION) size.add([one.selectionSet], 0);
  }
}

/** What the rules will compare, counted as they do it: fields of the same name in one place belong together. */
class Size {
  private fields = 0;
  private pairs = 0;

  constructor(
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly mostFields: number,
  ) {}

  add(sets: readonly SelectionSetNode[], depth: number): void {
    if (depth > DEEPEST) return;
    const groups = new Map<string, SelectionSetNode[]>();
    const sizes = new Map<string, number>();
    const spread = new Set<string>();
    const waiting = [...sets];
    for (let set = waiting.pop(); set; set = waiting.pop()) {
      for (const selection of set.selections) {
        if (++this.fields > this.mostFields + MOST_TOKENS) throw queryTooWide({ most: this.mostFields });
        if (selection.kind === Kind.INLINE_FRAGMENT) waiting.push(selection.selectionSet);
        else if (selection.kind === Kind.FRAGMENT_SPREAD) {
          const fragment = this.fragments.get(selection.name.value);
          if (fragment && !spread.has(selection.name.value)) waiting.push(fragment.selectionSet);
          spread.add(selection.name.value);
        } else {
          const key = selection.alias?.value ?? selection.name.value;
          sizes.set(key, (sizes.get(key) ?? 0) + 1);
          if (selection.selectionSet) groups.set(key, [...(groups.get(key) ?? []), selection.selectionSet]);
        }
      }
    }
    for (const size of [...sizes.values(), spread.size]) this.pairs += (size * (size - 1)) / 2;
    if (this.pairs > MOST_PAIRS) throw queryTooWide({ most: this.mostFields });
    for (const inner of groups.values()) this.add(inner, depth + 1);
  }
}
