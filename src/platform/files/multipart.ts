import type { FastifyRequest } from 'fastify';
import '@fastify/multipart';
import { refusal } from '../../kernel/refusal.js';
import { inputInvalid } from '../api/problem.js';
import { fileTooLarge } from './media-type.js';

export const multipartNeeded = refusal('unsupported', 'MULTIPART_NEEDED', {
  id: 'Kirim berkas sebagai multipart/form-data.',
  en: 'Send the file as multipart/form-data.',
});

/** A form with one file. */
export interface MultipartForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly fileName: string;
  readonly claimedType: string | undefined;
  readonly bytes: Buffer;
}

/** Reads a multipart form with exactly one `file`, in whichever order its parts come. */
export async function readForm(request: FastifyRequest, mostBytes: number): Promise<MultipartForm> {
  if (!request.isMultipart()) throw multipartNeeded();
  const fields: Record<string, string> = {};
  let file: Omit<MultipartForm, 'fields'> | undefined;
  try {
    for await (const part of request.parts({ limits: { fileSize: mostBytes, files: 1, fields: 10, fieldSize: 10_000, parts: 12 } })) {
      if (part.type === 'field') fields[part.fieldname] = String(part.value);
      else file = { fileName: part.filename ?? '', claimedType: part.mimetype, bytes: await part.toBuffer() };
    }
  } catch (error) {
    if ((error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE') throw fileTooLarge({ most: Math.floor(mostBytes / 1_048_576) });
    throw error;
  }
  if (!file) throw inputInvalid({}, [{ pointer: '/file', detail: { id: 'Wajib diisi.', en: 'This is required.' } }]);
  return { fields, ...file };
}
