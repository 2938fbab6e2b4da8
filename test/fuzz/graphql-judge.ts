import {
  getNamedType,
  GraphQLError,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { INSIDE } from '../support/hostile.js';
import type { GraphqlShot } from './documents.js';
import type { Told } from './wire.js';

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message?: unknown; readonly extensions?: Readonly<Record<string, unknown>> }[];
}

/** Holds answers of the GraphQL endpoint against its schema. */
export class GraphqlJudge {
  constructor(private readonly schema: GraphQLSchema) {}

  wrong(shot: GraphqlShot, { status, type, json }: Told): string | undefined {
    if (status >= 500) return `answers ${status}`;
    const answer = json as Answer;
    const inside = INSIDE.exec(JSON.stringify(answer?.errors ?? ''));
    if (inside) return `tells what is inside: ${inside[0]}`;
    if (type === 'application/problem+json') return status >= 400 ? undefined : 'refuses with a success';
    if (type !== 'application/json' && type !== 'application/graphql-response+json') return `answers as ${type || 'nothing'}`;
    if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return 'is no answer of GraphQL';
    const wrong = (answer.errors ?? []).map(wrongError).find(Boolean);
    if (wrong) return wrong;
    if (!answer.errors && answer.data == null) return 'has neither data nor errors';
    if (!shot.document || answer.data == null) return undefined;
    const [operation] = parse(shot.document).definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new GraphQLError('no operation');
    return this.wrongObject(this.schema.getRootType(operation.operation)!, operation.selectionSet, answer.data, '');
  }

  private wrongObject(type: GraphQLObjectType, selection: SelectionSetNode, value: unknown, at: string): string | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${at} is no object`;
    const expected = new Set<string>();
    const told = value as Readonly<Record<string, unknown>>;
    const wrong = this.wrongFields(type, selection, told, at, expected);
    const more = Object.keys(told).find((name) => !expected.has(name));
    return wrong ?? (more && `${at}/${more} was not asked for`);
  }

  private wrongFields(
    type: GraphQLObjectType,
    { selections }: SelectionSetNode,
    told: Readonly<Record<string, unknown>>,
    at: string,
    expected: Set<string>,
  ): string | undefined {
    for (const each of selections) {
      if (each.kind === Kind.FRAGMENT_SPREAD) continue;
      const wrong =
        each.kind === Kind.INLINE_FRAGMENT
          ? this.wrongFields(type, each.selectionSet, told, at, expected)
          : this.wrongField(type, each.name.value, each.alias?.value ?? each.name.value, each.selectionSet, told, at, expected);
      if (wrong) return wrong;
    }
    return undefined;
  }

  private wrongField(
    type: GraphQLObjectType,
    name: string,
    key: string,
    selection: SelectionSetNode | undefined,
    told: Readonly<Record<string, unknown>>,
    at: string,
    expected: Set<string>,
  ): string | undefined {
    expected.add(key);
    if (name === '__typename') return told[key] === type.name ? undefined : `${at} says that it is ${String(told[key])}`;
    return this.wrongValue(type.getFields()[name]!.type, selection, told[key], `${at}/${key}`);
  }

  private wrongValue(type: GraphQLOutputType, selection: SelectionSetNode | undefined, value: unknown, at: string): string | undefined {
    if (isNonNullType(type)) return value == null ? `${at} is null` : this.wrongValue(type.ofType, selection, value, at);
    if (value === null) return undefined;
    if (isListType(type)) {
      if (!Array.isArray(value)) return `${at} is no list`;
      return value.map((one, index) => this.wrongValue(type.ofType, selection, one, `${at}/${index}`)).find(Boolean);
    }
    const named = getNamedType(type);
    if (isObjectType(named)) return this.wrongObject(named, selection!, value, at);
    if (isCompositeType(named)) return undefined;
    if (isEnumType(named)) return named.getValue(value as string) ? undefined : `${at} is not of ${named.name}`;
    return LEAVES[named.name]?.(value) === false ? `${at} is no ${named.name}: ${JSON.stringify(value)}` : undefined;
  }
}

const LEAVES: Readonly<Record<string, (value: unknown) => boolean>> = {
  ID: (value) => typeof value === 'string',
  String: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  Int: (value) => Number.isInteger(value),
  Float: (value) => typeof value === 'number',
};

function wrongError({ message, extensions = {} }: NonNullable<Answer['errors']>[number]): string | undefined {
  const { code, status, stacktrace } = extensions;
  if (typeof message !== 'string' || message === '') return 'an error says nothing';
  if (typeof code !== 'string' || !/^[A-Z][A-Z0-9_]+$/.test(code)) return `an error has no code: ${message.slice(0, 200)}`;
  if (code === 'INTERNAL_SERVER_ERROR' || code === 'INTERNAL_ERROR' || Number(status) >= 500) return `an error is of the service: ${code}`;
  return stacktrace === undefined ? undefined : 'an error has a stack';
}
