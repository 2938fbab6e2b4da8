import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import type { Chance } from './chance.js';
import type { Crowd } from './crowd.js';
import { headersFor } from './headers.js';
import type { Move, Pools } from './pools.js';
import type { Shot } from './wire.js';

/** A GraphQL request; `document` is undefined where it is not meant to be read. */
export interface GraphqlShot extends Shot {
  readonly document: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly field: string;
}

interface Declared {
  readonly types: string[];
  readonly values: Record<string, unknown>;
  /** Of the root field, by which ids are chosen. */
  readonly root: string;
  readonly move: Move | undefined;
  left: number;
}

/** Where a completion that the service has offered goes: argument or member of the input, and what of it. */
const MOVED: Readonly<Record<string, keyof Move>> = { id: 'task', outcome: 'outcome', input: 'input' };

/** Requests to the GraphQL endpoint, from its schema. */
export class GraphqlShots {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly pools: Pools,
    private readonly crowd: Crowd,
    /** What each root field asks of who sends it. */
    private readonly actions: ReadonlyMap<string, string>,
    private readonly dear: ReadonlySet<string>,
  ) {}

  make(chance: Chance): GraphqlShot {
    const keyword = chance.once(3) ? 'mutation' : 'query';
    const type = keyword === 'query' ? this.schema.getQueryType()! : this.schema.getMutationType()!;
    const fields = Object.values(type.getFields());
    const roots = Array.from({ length: chance.once(6) ? 2 + chance.below(2) : 1 }, () => chance.pick(fields));
    const { moves } = this.pools;
    const move = /^(complete|claim|release)Task$/.test(roots[0]!.name) && moves.length > 0 ? chance.pick(moves) : undefined;
    const declared: Declared = { types: [], values: {}, root: roots[0]!.name, move, left: 60 };
    if (roots.some(({ name }) => this.dear.has(name)) && !chance.once(10)) return this.make(chance);
    const broken = chance.pick([1000, 1000, 30, 6]);
    const inner = roots.map((field, index) => (index > 0 ? `r${index}: ` : '') + this.field(field, chance, declared, broken, 0));
    const head = declared.types.length > 0 ? `${keyword} Q(${declared.types.join(', ')})` : keyword;
    const document = `${head} { ${inner.join(' ')} }`;
    return this.sent(document, declared, chance);
  }

  private sent(document: string, { root: field, values: variables, move }: Declared, chance: Chance): GraphqlShot {
    const as = move && !chance.once(6) ? move.as : this.crowd.sender(chance, this.actions.get(field));
    const common = { target: '/graphql', method: 'POST', as, field, variables };
    const headers = {
      ...headersFor(chance),
      'content-type': chance.once(25) ? chance.pick(['text/plain', 'application/graphql', 'x']) : 'application/json',
    };
    const meant = { ...common, headers, document, payload: JSON.stringify({ query: document, variables }) };
    if (!chance.once(8)) return meant;
    return { ...meant, ...this.malformed(document, variables, chance), document: undefined };
  }

  private malformed(query: string, variables: object, chance: Chance): Partial<Shot> {
    const at = chance.below(query.length);
    const cut =
      query.slice(0, at) +
      chance.pick(['', '}', '{', '"', '"""', '$', '@x', '...', '!', '\u0000', '\ufeff', '(', ' a: ', '#']) +
      query.slice(at + chance.below(4));
    const bodies: readonly unknown[] = [
      { query: cut, variables },
      { query: chance.odd(), variables },
      { query, variables: chance.odd() },
      { query, variables: Object.fromEntries(Object.keys(variables).map((name) => [name, chance.odd()])) },
      { query, variables, operationName: chance.odd() },
      { query, variables, extensions: { persistedQuery: chance.pick([{ version: 1, sha256Hash: 'x' }, chance.odd()]) } },
      [
        { query, variables },
        { query, variables },
      ],
      { query: `${query} ${query}` },
      { query: query.repeat(40) },
      { query: `{ ${'me { name } '.repeat(chance.below(300))} }` },
      { query: `{ __schema { types { ${'fields { type { '.repeat(chance.below(12))} name` },
      { query: 'fragment a on Query { ...b } fragment b on Query { ...a } { ...a }' },
      chance.odd(),
    ];
    if (chance.once(10))
      return {
        method: 'GET',
        target: `/graphql?query=${encodeURIComponent(query.replace(/\p{Surrogate}/gu, '?').slice(0, 3000))}`,
        payload: undefined,
      };
    return { payload: JSON.stringify(chance.pick(bodies)) ?? '' };
  }

  private field(field: GraphQLField<unknown, unknown>, chance: Chance, declared: Declared, broken: number, depth: number): string {
    declared.left--;
    const given = field.args.flatMap((arg) => this.argument(arg, chance, declared, broken));
    const args = given.length > 0 ? `(${given.join(', ')})` : '';
    const type = getNamedType(field.type);
    return `${field.name}${args}${isCompositeType(type) ? ` ${this.selection(type, chance, declared, broken, depth + 1)}` : ''}`;
  }

  private selection(type: GraphQLNamedType, chance: Chance, declared: Declared, broken: number, depth: number): string {
    const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
    const fit = fields.filter((field) => (depth < 5 && declared.left > 0) || !isCompositeType(getNamedType(field.type)));
    const chosen = chance.some(fit).slice(0, Math.max(1, declared.left));
    const parts = chosen.map((field) => {
      const alias = chance.once(15) ? `a${chance.below(9)}${field.name}: ` : '';
      const written = this.field(field, chance, declared, broken, depth);
      if (chance.once(25)) return `... on ${type.name} { ${alias}${written} }`;
      return alias + (chance.once(40) ? written.replace(/^(\w+(\([^{]*\))?)/, `$1 @include(if: true)`) : written);
    });
    return `{ __typename ${parts.join(' ')} }`;
  }

  private argument(arg: GraphQLArgument, chance: Chance, declared: Declared, broken: number): string[] {
    const needed = isNonNullType(arg.type) && arg.defaultValue === undefined;
    if (needed ? chance.once(broken * 3) : !chance.once(3)) return [];
    const name = `v${declared.types.length}`;
    declared.types.push(
      `$${name}: ${chance.once(broken * 3) ? chance.pick(['Int', 'String', '[String]', 'JSON', 'Nothing']) : String(arg.type)}`,
    );
    declared.values[name] = this.value(arg.type, arg.name, chance, declared, broken, 0);
    return [`${arg.name}: $${name}`];
  }

  private value(type: GraphQLInputType, name: string, chance: Chance, declared: Declared, broken: number, depth: number): unknown {
    if (chance.once(broken)) return chance.odd();
    if (declared.move && name in MOVED && depth < 2 && !(depth === 0 && name === 'input')) return declared.move[MOVED[name]!];
    const inner = getNullableType(type);
    if (isListType(inner))
      return Array.from({ length: chance.below(3) }, () => this.value(inner.ofType, name, chance, declared, broken, depth + 1));
    if (isInputObjectType(inner)) return this.object(Object.values(inner.getFields()), chance, declared, broken, depth);
    const known = name === 'id' ? this.pools.forField(declared.root) : this.pools.of(name);
    if (known.length > 0 && !chance.once(5)) return chance.pick(known);
    if (isEnumType(inner)) return chance.pick(inner.getValues()).name;
    if (inner.name === 'Int') return chance.pick([1, 5, 50, 2026, 0, -1, 201]);
    if (inner.name === 'Float') return chance.pick([1, 0.5, -1]);
    if (inner.name === 'Boolean') return chance.once(2);
    if (inner.name === 'JSON') return chance.pick<unknown>([{}, { a: 1 }, []]);
    return chance.once(3) ? chance.oddText() : chance.pick(['2026-11-23', 'open', 'kadis', 'front-office', 'tidak jadi', 'permits']);
  }

  private object(fields: readonly GraphQLInputField[], chance: Chance, declared: Declared, broken: number, depth: number): unknown {
    const given = fields.filter(({ type }) => (isNonNullType(type) ? !chance.once(broken * 3) : chance.once(2)));
    return Object.fromEntries(
      given.map(({ name, type }) => [name, depth > 4 ? null : this.value(type, name, chance, declared, broken, depth + 1)]),
    );
  }
}
