import { Injectable, StreamableFile, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { map, type Observable } from 'rxjs';
import { Readable, Transform } from 'node:stream';
import type { ApolloServerPlugin } from '@apollo/server';
import { Kind, OperationTypeNode, type GraphQLObjectType, type OperationDefinitionNode } from 'graphql';
import { maskedText, maskedTexts } from '../../kernel/mask.js';
import type { Principal } from '../../kernel/principal.js';
import { requestOf, type ApiRequest } from '../api/request-context.js';
import { ALLOW } from './guard.js';
import { permitted, type Action } from './permissions.js';

/** What is about the reader, about accounts and settings, or asked for by the person in full. */
const UNMASKED: readonly string[] = [
  'public',
  'me.read',
  'sessions.end',
  'persons.own',
  'persons.export',
  'staff.manage',
  'stand-ins.name',
  'stand-ins.manage',
  'webhooks.manage',
  'services.read',
  'calendar.read',
  'calendar.change',
  // Masked before it is signed.
  'journals.export',
] satisfies readonly (Action | 'public')[];

/** Whether somebody reads cases without their personal data. */
export function readsMasked(principal: Principal | undefined): boolean {
  return principal !== undefined && principal.kind !== 'system' && !permitted(principal, 'personal.read');
}

/** The one way out of REST for who reads without personal data: every text of an answer, of a stream and of a text file is masked. */
@Injectable()
export class MaskingInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType<string>() === 'graphql' || !readsMasked(requestOf(context).principal)) return next.handle();
    const action = this.reflector.getAllAndOverride<string | undefined>(ALLOW, [context.getHandler(), context.getClass()]);
    if (action !== undefined && UNMASKED.includes(action)) return next.handle();
    return next.handle().pipe(map((answer: unknown) => (answer instanceof StreamableFile ? maskedFile(answer) : maskedTexts(answer))));
  }
}

/** A text file, piece by piece: a piece ends with a line. */
function maskedFile(file: StreamableFile): StreamableFile {
  const options = file.options;
  if (!/^(?:text\/csv|application\/x-ndjson)/.test(options.type ?? '')) return file;
  const stream = file.getStream();
  const masked = options.type?.startsWith('application/x-ndjson') ? maskedLines : maskedText;
  const mask = new Transform({
    decodeStrings: false,
    writableObjectMode: true,
    transform: (piece: Buffer | string, _, done) => done(null, masked(piece.toString())),
  });
  stream.on('error', (error) => mask.destroy(error));
  return new StreamableFile(Readable.from(stream.pipe(mask)), options);
}

/** Lines of JSON: their texts are masked, and their numbers stay numbers. */
function maskedLines(text: string): string {
  return text.replace(/[^\n]+/g, (line) => JSON.stringify(maskedTexts(JSON.parse(line) as unknown)));
}

/** The same for GraphQL: what a query answers, field by field of its root. */
export const maskingPlugin: ApolloServerPlugin<{ readonly req: ApiRequest }> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ contextValue, operation, response, schema }) => {
        if (response.body.kind !== 'single' || !readsMasked(contextValue.req?.principal) || !operation) return Promise.resolve();
        const { singleResult } = response.body;
        const root = operation.operation === OperationTypeNode.MUTATION ? schema.getMutationType() : schema.getQueryType();
        const open = root ? unmaskedKeys(root, operation) : new Set<string>();
        if (singleResult.data)
          singleResult.data = Object.fromEntries(
            Object.entries(singleResult.data).map(([key, value]) => [key, open.has(key) ? value : plainMasked(value)]),
          );
        return Promise.resolve();
      },
    }),
};

/** Results of graphql-js have no prototype at any depth. */
const plainMasked = (value: unknown): unknown => maskedTexts(value);

/** Under which names the answer has fields that are not masked; a field within a fragment is. */
function unmaskedKeys(root: GraphQLObjectType, { selectionSet }: OperationDefinitionNode): ReadonlySet<string> {
  const fields = root.getFields();
  return new Set(
    selectionSet.selections.flatMap((selection) => {
      if (selection.kind !== Kind.FIELD) return [];
      const action = fields[selection.name.value]?.extensions['permission'];
      return typeof action === 'string' && UNMASKED.includes(action) ? [(selection.alias ?? selection.name).value] : [];
    }),
  );
}
