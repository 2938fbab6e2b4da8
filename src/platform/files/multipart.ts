import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Refusal, refusal, type Problem, type Sentence } from '../../kernel/refusal.js';
import { refuseUnstorable } from '../api/plain-input.js';
import { pointerTo } from '../api/pointer.js';
import { inputInvalid } from '../api/problem.js';
import type { FileStore, IncomingFile } from './file-store.js';
import { fileTooLarge } from './media-type.js';

export const multipartNeeded = refusal('unsupported', 'MULTIPART_NEEDED', {
  id: 'Kirim berkas sebagai multipart/form-data.',
  en: 'Send the file as multipart/form-data.',
});
export const multipartBroken = refusal('malformed', 'MULTIPART_BROKEN', {
  id: 'Formulir multipart ini terpotong atau rusak; kirim lagi.',
  en: 'This multipart form is cut off or broken; send it again.',
});

/** A form with one file, which has arrived in the file store. */
export interface MultipartForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly fileName: string;
  readonly claimedType: string | undefined;
  readonly file: IncomingFile;
}

/** What a form may hold beside its `file`, and how large that may be. */
export interface FormShape {
  readonly fields: readonly string[];
  readonly mostBytes: number;
}

/** Enough for everything that is asked for, and one more to tell that there was too much. */
const LIMITS = { files: 2, fields: 10, fieldSize: 1000, parts: 12, headerPairs: 20 };

/** Reads a multipart form of exactly one `file` and of the fields that are named, in whichever order its parts come. */
export async function readForm(request: FastifyRequest, shape: FormShape, store: FileStore): Promise<MultipartForm> {
  if (!request.isMultipart()) throw multipartNeeded();
  const fields = new Map<string, string>();
  let file: Omit<MultipartForm, 'fields'> | undefined;
  try {
    for await (const part of request.parts({ limits: { ...LIMITS, fileSize: shape.mostBytes } })) {
      const { fieldname: name } = part;
      if (part.type === 'file' ? name !== 'file' : !shape.fields.includes(name)) throw wrong(name, UNKNOWN);
      if (part.type === 'file' ? file : fields.has(name)) throw wrong(name, ONCE);
      if (part.type === 'file') file = { fileName: part.filename, claimedType: claimOf(part), file: await store.receive(part.file) };
      else fields.set(name, String(part.value));
    }
    if (!file) throw wrong('file', REQUIRED);
    refuseUnstorable(Object.fromEntries(fields));
    return { fields: Object.fromEntries(fields), ...file };
  } catch (error) {
    if (file) await store.discard(file.file);
    // The rest still has to be taken off the connection, or the next request on it waits behind it.
    request.raw.unpipe().resume();
    throw asRefusal(error, shape.mostBytes);
  }
}

/** A disk that is full is our fault; whatever else goes wrong while a form is read was sent wrong. */
function asRefusal(error: unknown, mostBytes: number): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof Refusal || (syscall !== undefined && code !== 'ECONNRESET')) return error;
  return code === 'FST_REQ_FILE_TOO_LARGE' ? fileTooLarge({ most: Math.floor(mostBytes / 1_048_576) }) : multipartBroken();
}

/** A part that claims nothing is text/plain by RFC 7578, and cannot be told from one that says so: some HTTP libraries claim nothing. */
function claimOf(part: MultipartFile): string | undefined {
  return part.mimetype === 'text/plain' ? undefined : part.mimetype;
}

const UNKNOWN: Sentence = { id: 'Isian ini tidak dikenal.', en: 'This is not known here.' };
const ONCE: Sentence = { id: 'Hanya boleh satu.', en: 'There may be only one.' };
const REQUIRED: Sentence = { id: 'Wajib diisi.', en: 'This is required.' };

function wrong(field: string, detail: Problem['detail']): Refusal {
  return inputInvalid({}, [{ pointer: pointerTo('', field), detail }]);
}
