import { applyDecorators } from '@nestjs/common';
import { Field, type FieldOptions, type ReturnTypeFunc } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';

interface Options {
  /** One sentence for both contracts. */
  readonly description: string;
  readonly nullable?: boolean;
  /** Not every client sends it. */
  readonly optional?: boolean;
  readonly example?: unknown;
  /** What a JSON value is when it is not an object: GraphQL has one word for all of them, OpenAPI does not. */
  readonly json?: keyof typeof JSON_VALUES;
}

const JSON_VALUES = {
  list: { type: 'array', items: { type: 'object' } },
  'number or text': { oneOf: [{ type: 'number' }, { type: 'string' }] },
} as const;

/** One field of a view or an input, for both doors: GraphQL's `Field` and OpenAPI's `ApiProperty`. */
export function ApiField(type: ReturnTypeFunc, options: Options): PropertyDecorator {
  const { description, nullable = false, optional = false, example, json } = options;
  const graphql: FieldOptions = { description, nullable: nullable || optional };
  const returned: unknown = type();
  const isArray = Array.isArray(returned);
  const property: Record<string, unknown> = {
    description,
    nullable,
    required: !optional,
    isArray,
    ...(json ? JSON_VALUES[json] : { type: () => openApiType(isArray ? (returned as unknown[])[0] : returned) }),
    ...(example === undefined ? {} : { example }),
  };
  return applyDecorators(Field(type, graphql), ApiProperty(property));
}

/** GraphQL scalars as what they are in JSON; Swagger takes a thunk as lazy only if it is named `type`. */
function openApiType(type: unknown): unknown {
  const name = (type as { name?: string })?.name;
  if (name === 'Int' || name === 'Float') return Number;
  if (name === 'ID') return String;
  if (name === 'JSON') return Object;
  return type;
}
