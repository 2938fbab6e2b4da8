import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { REQUEST_BOUNDS, refuseLargeJson, type JsonBounds } from '../../../platform/api/json-bounds.js';
import { OssAgencies } from '../oss-agencies.js';
import { RefusedCalls } from '../journal/refused-calls.js';
import { keepDigits } from '../wire/exact-json.js';
import { pathOf } from './oss-callbacks.js';

const DOOR = /^\/oss\/([A-Za-z]{1,60})/;
/** A business with hundreds of projects is one call, and is answered before anybody walks through it. */
const OSS_BOUNDS: JsonBounds = { depth: 40, values: 30_000, members: 500, items: 2000, text: 200_000 };

/** A body for our door is read to the last digit of its numbers; every other is read as it always is. */
export function readOssExactly(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const parse = fastify.getDefaultJsonParser('error', 'error');
  const { bodyLimit } = fastify.initialConfig;
  app.useBodyParser(
    'application/json',
    { ...(bodyLimit !== undefined && { bodyLimit }) },
    (request: FastifyRequest, body: Buffer, done) => {
      const ours = DOOR.test(request.url);
      try {
        refuseLargeJson(body, ours ? OSS_BOUNDS : REQUEST_BOUNDS);
      } catch (error) {
        return done(error as Error);
      }
      const text = body.toString('utf8');
      void parse(request, ours ? keepDigits(text) : text, done);
    },
  );
}

/**
 * What is refused before our door is reached (a body that is too large or is no JSON, a method that there is not) is answered in
 * OSS's own form as well, and leaves its entry in the journal.
 */
export function speakOss(app: NestFastifyApplication): void {
  const agencies = app.get(OssAgencies);
  const refused = app.get(RefusedCalls);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
      const method = DOOR.exec(request.url)?.[1];
      if (!method || !String(reply.getHeader('content-type')).includes('problem+json')) return payload;
      const sentence = sentenceOf(payload);
      const said = { [`respon${method}`]: { status: '2', keterangan: sentence } };
      void reply.header('content-type', 'application/json; charset=utf-8').removeHeader('content-length');
      const exchange = {
        method,
        direction: 'in' as const,
        url: pathOf(request.url),
        requestHeaders: {},
        requestBody: '',
        status: reply.statusCode,
      };
      const outcome = { outcome: 'refused', code: '2', sentence, tookMs: reply.elapsedTime };
      // Nobody knows yet whose it would be: nothing of it is kept but that it came.
      await refused.record(request.ip, exchange, { agency: agencies.any().code }, outcome);
      return JSON.stringify(said);
    });
}

function sentenceOf(payload: unknown): string {
  try {
    const { detail } = JSON.parse(String(payload)) as { detail?: unknown };
    return typeof detail === 'string' ? detail : 'Permintaan tidak dapat diproses.';
  } catch {
    return 'Permintaan tidak dapat diproses.';
  }
}
