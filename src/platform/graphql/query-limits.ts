import {
  getNamedType,
  getNullableType,
  GraphQLError,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { refusal, type Refusal, type RefusalFactory } from '../../kernel/refusal.js';

/** How large one operation may be. */
export interface QueryLimits {
  readonly maxDepth: number;
  /** Fields with their aliases, fragments spread out. */
  readonly maxFields: number;
  readonly maxAliases: number;
  /** Queries or mutations of one operation. */
  readonly maxRootFields: number;
  /** Values that it may ask for: fields, times the `limit` of the list that they stand in. */
  readonly maxCost: number;
}

/** What an IDE asks for when it opens is deep by nature; nothing larger is needed, and nobody has to sign in for it. */
export const INTROSPECTION: QueryLimits = { maxDepth: 16, maxFields: 400, maxAliases: 0, maxRootFields: 3, maxCost: Infinity };

/** The largest page there is, which a `limit` that comes in a variable may ask for. */
const LARGEST_PAGE = 200;
/** What a list without pages usually holds. */
const LIST = 10;

/** A refusal of a document that is too large in some way. */
export const tooLarge = (code: string, id: string, en: string) => refusal('malformed', code, { id, en });
export const queryTooDeep = tooLarge(
  'QUERY_TOO_DEEP',
  'Kueri ini terlalu dalam; paling banyak {most} tingkat.',
  'This query is too deep; {most} levels are allowed.',
);
export const queryTooWide = tooLarge(
  'QUERY_TOO_WIDE',
  'Kueri ini terlalu lebar; paling banyak {most} isian.',
  'This query is too wide; {most} fields are allowed.',
);
export const queryTooManyAliases = tooLarge(
  'QUERY_TOO_MANY_ALIASES',
  'Terlalu banyak alias dalam kueri ini; paling banyak {most}.',
  'Too many aliases in this query; {most} are allowed.',
);
export const queryTooBroad = tooLarge(
  'QUERY_TOO_BROAD',
  'Terlalu banyak permintaan dalam satu kueri; paling banyak {most}.',
  'This query asks for too many things at once; {most} are allowed.',
);
export const queryTooCostly = tooLarge(
  'QUERY_TOO_COSTLY',
  'Kueri ini meminta terlalu banyak data; paling banyak {most} nilai. Perkecil "limit".',
  'This query asks for too much; {most} values are allowed. Ask for a smaller "limit".',
);

/** Refuses an operation that is too large in any way, before anything of it is run. */
export function queryLimits(limits: QueryLimits): ValidationRule {
  return (context) => ({
    OperationDefinition(node) {
      const root = context.getSchema().getRootType(node.operation) ?? undefined;
      const size = new Measure(context).set(node.selectionSet, root, undefined);
      const introspection = node.selectionSet.selections.every((field) => field.kind === Kind.FIELD && field.name.value.startsWith('__'));
      const most = introspection ? INTROSPECTION : limits;
      const checks: readonly [number, number, RefusalFactory][] = [
        [size.depth, most.maxDepth, queryTooDeep],
        [size.fields, most.maxFields, queryTooWide],
        [size.aliases, most.maxAliases, queryTooManyAliases],
        [size.breadth, most.maxRootFields, queryTooBroad],
        [size.cost, most.maxCost, queryTooCostly],
      ];
      for (const [is, allowed, refuse] of checks) if (is > allowed) context.reportError(because(refuse({ most: allowed })));
    },
  });
}

/** The refusal as its cause, so that it is told in the reader's language like every other. */
function because(refused: Refusal): GraphQLError {
  return new GraphQLError(refused.message, { originalError: refused });
}

interface Size {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  /** Fields of the first level. */
  readonly breadth: number;
  readonly cost: number;
}

const NOTHING: Size = { depth: 0, fields: 0, aliases: 0, breadth: 0, cost: 0 };

/** Measures selections, each fragment once. */
class Measure {
  private readonly fragments = new Map<string, Size>();

  constructor(private readonly context: ValidationContext) {}

  /** `page` is the limit of the list that these selections belong to, where they do. */
  set(set: SelectionSetNode, type: GraphQLNamedType | undefined, page: number | undefined): Size {
    let all = NOTHING;
    for (const selection of set.selections) {
      const size =
        selection.kind === Kind.FIELD
          ? this.field(selection, type, page)
          : selection.kind === Kind.INLINE_FRAGMENT
            ? this.set(selection.selectionSet, this.type(selection.typeCondition?.name.value) ?? type, page)
            : this.fragment(this.context.getFragment(selection.name.value), page);
      all = {
        depth: Math.max(all.depth, size.depth),
        fields: all.fields + size.fields,
        aliases: all.aliases + size.aliases,
        breadth: all.breadth + size.breadth,
        cost: all.cost + size.cost,
      };
    }
    return all;
  }

  private field(field: FieldNode, parent: GraphQLNamedType | undefined, page: number | undefined): Size {
    const known = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field.name.value] : undefined;
    const times = known && isListType(getNullableType(known.type)) ? (page ?? LIST) : 1;
    const inner = field.selectionSet ? this.set(field.selectionSet, known && getNamedType(known.type), limitOf(field, known)) : NOTHING;
    return {
      depth: inner.depth + 1,
      fields: inner.fields + 1,
      aliases: inner.aliases + (field.alias ? 1 : 0),
      breadth: 1,
      cost: 1 + times * inner.cost,
    };
  }

  private fragment(fragment: FragmentDefinitionNode | null | undefined, page: number | undefined): Size {
    if (!fragment) return NOTHING;
    const key = `${fragment.name.value} ${page}`;
    const known = this.fragments.get(key);
    if (known) return known;
    // A fragment that contains itself is refused by another rule; here it only must not run for ever.
    this.fragments.set(key, NOTHING);
    const size = this.set(fragment.selectionSet, this.type(fragment.typeCondition.name.value), page);
    this.fragments.set(key, size);
    return size;
  }

  private type(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : this.context.getSchema().getType(name);
  }
}

/** How long the list may be that a field leads to, where it takes a `limit`. */
function limitOf(field: FieldNode, known: GraphQLField<unknown, unknown> | undefined): number | undefined {
  const argument = known?.args.find(({ name }) => name === 'limit');
  if (!argument) return undefined;
  const given = field.arguments?.find(({ name }) => name.value === 'limit')?.value;
  if (!given) return Number(argument.defaultValue ?? LARGEST_PAGE);
  return given.kind === Kind.INT ? Math.min(Math.max(Number(given.value), 1), LARGEST_PAGE) : LARGEST_PAGE;
}
