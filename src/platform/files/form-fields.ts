import type { FastifyRequest } from 'fastify';
import { refuseUnstorable } from '../api/plain-input.js';
import { multipartBroken, multipartNeeded } from './multipart.js';

const LIMITS = { files: 0, fields: 10, fieldSize: 1000, parts: 10, headerPairs: 20 };

/** The fields of a small multipart form without files, as pages send it; of what is not asked for nothing is kept. */
export async function readFields<Name extends string>(request: FastifyRequest, names: readonly Name[]): Promise<Record<Name, string>> {
  if (!request.isMultipart()) throw multipartNeeded();
  const fields = Object.fromEntries(names.map((name) => [name, ''])) as Record<Name, string>;
  try {
    for await (const part of request.parts({ limits: LIMITS })) {
      if (part.type === 'field' && names.includes(part.fieldname as Name)) fields[part.fieldname as Name] = String(part.value);
    }
  } catch {
    request.raw.unpipe().resume();
    throw multipartBroken();
  }
  refuseUnstorable(fields);
  return fields;
}
