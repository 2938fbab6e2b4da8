import { Injectable, StreamableFile, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { concatMap, type Observable } from 'rxjs';
import { Readable, Transform } from 'node:stream';
import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { Kind, OperationTypeNode, type GraphQLObjectType, type OperationDefinitionNode } from 'graphql';
import { maskedText, maskedTexts } from '../../kernel/mask.js';
import { requestOf, type ApiRequest } from '../api/request-context.js';
import { ALLOW } from './guard.js';
import { LiteralMasks, readsMasked, type TextMask } from './literal-masks.js';
import type { Action } from './permissions.js';

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

/** The one way out of REST for who reads without personal data: every text of an answer, of a stream and of a text file is masked. */
@Injectable()
export class MaskingInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly masks: LiteralMasks,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { principal } = requestOf(context);
    if (context.getType<string>() === 'graphql' || !readsMasked(principal)) return next.handle();
    const action = this.reflector.getAllAndOverride<string | undefined>(ALLOW, [context.getHandler(), context.getClass()]);
    if (action !== undefined && UNMASKED.includes(action)) return next.handle();
    let mask: TextMask | undefined;
    return next.handle().pipe(
      concatMap(async (answer: unknown) => {
        if (answer instanceof StreamableFile) return maskedFile(answer);
        mask = await this.masks.next(principal, mask);
        return maskedTexts(answer, mask);
      }),
    );
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
@Plugin()
export class MaskingPlugin implements ApolloServerPlugin<{ readonly req: ApiRequest }> {
  constructor(private readonly masks: LiteralMasks) {}

  requestDidStart(): Promise<GraphQLRequestListener<{ readonly req: ApiRequest }>> {
    return Promise.resolve({
      willSendResponse: async ({ contextValue, operation, response, schema }) => {
        const { principal } = contextValue.req ?? {};
        if (response.body.kind !== 'single' || !readsMasked(principal) || !operation) return;
        const { singleResult } = response.body;
        const root = operation.operation === OperationTypeNode.MUTATION ? schema.getMutationType() : schema.getQueryType();
        const open = root ? unmaskedKeys(root, operation) : new Set<string>();
        const mask = await this.masks.next(principal);
        if (singleResult.data)
          singleResult.data = Object.fromEntries(
            Object.entries(singleResult.data).map(([key, value]) => [key, open.has(key) ? value : maskedTexts(value, mask)]),
          );
      },
    });
  }
}

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
