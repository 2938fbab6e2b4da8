import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath, type ApiBodyOptions } from '@nestjs/swagger';

/** A JSON Schema as OpenAPI has it. */
export type SchemaObject = Extract<ApiBodyOptions, { schema: unknown }>['schema'];

/** How every refusal is documented. */
export const PROBLEM = {
  description: 'Refused, with a code, a sentence and where (RFC 9457).',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
} as const;

/** Documents what a route answers with, and that it may refuse. */
export function ApiAnswer(status: number, type: Type): MethodDecorator {
  return applyDecorators(ApiResponse({ status, type }), ApiResponse({ status: '4XX', ...PROBLEM }));
}

/** Documents what a route answers with in JSON, or as one of these types where `Accept` likes that better. */
export function ApiAnswerOrFile(type: Type, ...mediaTypes: readonly string[]): MethodDecorator {
  const content = { 'application/json': { schema: { $ref: getSchemaPath(type) } }, ...binary(mediaTypes) };
  return applyDecorators(ApiExtraModels(type), ApiResponse({ status: 200, content }), ApiResponse({ status: '4XX', ...PROBLEM }));
}

/** Documents a route that answers with nothing. */
export function ApiNothing(): MethodDecorator {
  return applyDecorators(ApiResponse({ status: 204 }), ApiResponse({ status: '4XX', ...PROBLEM }));
}

/** Documents a page of a list: `{ items, next }`. */
export function ApiPage(type: Type): MethodDecorator {
  const schema: SchemaObject = {
    type: 'object',
    required: ['items', 'next'],
    properties: { items: { type: 'array', items: { $ref: getSchemaPath(type) } }, next: { type: 'string', nullable: true } },
  };
  return applyDecorators(ApiExtraModels(type), ApiResponse({ status: 200, schema }), ApiResponse({ status: '4XX', ...PROBLEM }));
}

/** Documents a file: an image, a PDF, an upload that is read again, as one of these types. */
export function ApiFile(...mediaTypes: readonly string[]): MethodDecorator {
  const content = binary(mediaTypes);
  return applyDecorators(ApiResponse({ status: 200, content }), ApiResponse({ status: '4XX', ...PROBLEM }));
}

function binary(mediaTypes: readonly string[]): Record<string, { readonly schema: SchemaObject }> {
  return Object.fromEntries(mediaTypes.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]));
}
