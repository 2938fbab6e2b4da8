import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457 problem details.',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'A sentence for the reader, in Indonesian or English.' },
    code: { type: 'string', description: 'Stable; for programs.' },
    instance: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer into the input.' },
          detail: { type: 'string' },
          code: { type: 'string', description: 'The check that found it, where it is a rule of the service.' },
        },
      },
    },
    application: {
      description: 'The present state, where a command did not fit it.',
      allOf: [{ $ref: '#/components/schemas/ApplicationView' }],
    },
  },
} satisfies NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** The REST contract, from the controllers themselves. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const options = new DocumentBuilder()
    .setTitle('Terbit')
    .setDescription('Runs the permit procedures (SOP) of one-stop licensing agencies.')
    .setVersion('1')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, options);
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: PROBLEM } };
  return document;
}
