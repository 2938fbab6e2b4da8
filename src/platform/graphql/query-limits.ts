import {
  GraphQLError,
  Kind,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { refusal, type Refusal } from '../../kernel/refusal.js';

/** How large one operation may be. */
export interface QueryLimits {
  readonly maxDepth: number;
  /** Fields with their aliases, fragments spread out. */
  readonly maxFields: number;
}

/** What an IDE asks for when it opens is deep by nature; nothing larger is needed, and nobody has to sign in for it. */
const INTROSPECTION: QueryLimits = { maxDepth: 16, maxFields: 400 };

export const queryTooDeep = refusal('malformed', 'QUERY_TOO_DEEP', {
  id: 'Kueri ini terlalu dalam; paling banyak {most} tingkat.',
  en: 'This query is too deep; {most} levels are allowed.',
});
export const queryTooWide = refusal('malformed', 'QUERY_TOO_WIDE', {
  id: 'Kueri ini terlalu lebar; paling banyak {most} isian.',
  en: 'This query is too wide; {most} fields are allowed.',
});

interface Size {
  readonly depth: number;
  readonly fields: number;
}

/** Refuses an operation that is too deep or too wide, before anything of it is run. */
export function queryLimits(limits: QueryLimits): ValidationRule {
  return (context) => ({
    OperationDefinition(node) {
      const { depth, fields } = sizeOf(context, node.selectionSet, new Map());
      const introspection = node.selectionSet.selections.every((field) => field.kind === Kind.FIELD && field.name.value.startsWith('__'));
      const { maxDepth, maxFields } = introspection ? INTROSPECTION : limits;
      if (depth > maxDepth) context.reportError(because(queryTooDeep({ most: maxDepth })));
      if (fields > maxFields) context.reportError(because(queryTooWide({ most: maxFields })));
    },
  });
}

/** The refusal as its cause, so that it is told in the reader's language like every other. */
function because(refused: Refusal): GraphQLError {
  return new GraphQLError(refused.message, { originalError: refused });
}

/** Each fragment is measured once, so that a chain of doubling fragments costs no more than its text. */
function sizeOf(context: ValidationContext, set: SelectionSetNode, measured: Map<string, Size>): Size {
  let depth = 0;
  let fields = 0;
  for (const selection of set.selections) {
    const size = sizeOfSelection(context, selection, measured);
    depth = Math.max(depth, size.depth);
    fields += size.fields;
  }
  return { depth, fields };
}

function sizeOfSelection(context: ValidationContext, selection: SelectionSetNode['selections'][number], measured: Map<string, Size>): Size {
  if (selection.kind === Kind.INLINE_FRAGMENT) return sizeOf(context, selection.selectionSet, measured);
  if (selection.kind === Kind.FRAGMENT_SPREAD) return sizeOfFragment(context, context.getFragment(selection.name.value), measured);
  const inner = selection.selectionSet ? sizeOf(context, selection.selectionSet, measured) : { depth: 0, fields: 0 };
  return { depth: inner.depth + 1, fields: inner.fields + 1 };
}

function sizeOfFragment(
  context: ValidationContext,
  fragment: FragmentDefinitionNode | null | undefined,
  measured: Map<string, Size>,
): Size {
  const nothing = { depth: 0, fields: 0 };
  if (!fragment) return nothing;
  const known = measured.get(fragment.name.value);
  if (known) return known;
  // A fragment that contains itself is refused by another rule; here it only must not run for ever.
  measured.set(fragment.name.value, nothing);
  const size = sizeOf(context, fragment.selectionSet, measured);
  measured.set(fragment.name.value, size);
  return size;
}
