import { inflate, constants } from 'node:zlib';
import { codeOf } from '../../database/database.js';
import { pdfActive, pdfBroken, pdfEncrypted, pdfUnreadable } from './inspect-refusals.js';
import { refusePolyglot } from './polyglot.js';

const DELIMITED = String.raw`(?=[\s/<>()[\]{}%]|$)`;
/** What runs, opens, sends or carries something. An action that opens a page, a link and a plain form are none of it. */
const ACTIVE = new RegExp(
  `/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia\\w*|XFA|Rendition|SubmitForm|ImportData|GoToE|Movie|Sound|Flash)${DELIMITED}`,
);
/** Of these chance makes none: looked for in every byte, wherever a reader may be led to by offsets. */
const ACTIVE_ANYWHERE = new RegExp(`/(JavaScript|Launch|EmbeddedFiles?|RichMedia\\w*|XFA|Rendition|SubmitForm|ImportData)${DELIMITED}`);
const ENCRYPT = new RegExp(`/Encrypt${DELIMITED}`);
/** An object stream has an offset of its first object; an outline has a first item as well, which is a reference. */
const OBJECT_STREAM = new RegExp(`/ObjStm${DELIMITED}|/First\\s+\\d+(?!\\s*\\d*\\s+\\d+\\s+R)${DELIMITED}`);
const LABELLED = new RegExp(`/ObjStm${DELIMITED}`);
const PLAIN_FLATE = /\/Filter\s*(?:\/(?:FlateDecode|Fl)|\[\s*\/(?:FlateDecode|Fl)\s*\])(?![\w#])/;
const PREDICTED = /\/Predictor\s+(?:[2-9]|1\d)/;

/** All object streams of a file together, unpacked. */
const MOST_UNPACKED = 64 * 1024 * 1024;
/** After its last line a PDF has nothing more to say. */
const MOST_BEHIND = 1024;

/** Refuses a PDF that does more than to be read, that cannot be looked into, or that is something else as well. */
export async function inspectPdf(bytes: Buffer): Promise<void> {
  const text = bytes.toString('latin1');
  const end = text.lastIndexOf('%%EOF');
  if (end < 0) throw pdfBroken();
  refusePolyglot(bytes, end + 5, 'PDF');
  if (text.length - end > MOST_BEHIND) throw pdfBroken();
  refuseActive(unescaped(text), ACTIVE_ANYWHERE);
  const outside = outsideStreams(text);
  if (ENCRYPT.test(outside)) throw pdfEncrypted();
  refuseActive(outside, ACTIVE);
  let left = MOST_UNPACKED;
  for (const { about, from } of objectStreams(text)) {
    const unpacked = await unpack(bytes.subarray(from), about, left);
    left -= unpacked.length;
    refuseActive(unescaped(unpacked.toString('latin1')), ACTIVE);
  }
}

function refuseActive(text: string, signs: RegExp): void {
  const [, what] = signs.exec(text) ?? [];
  if (what) throw pdfActive({ what });
}

/** A name may be written with any of its letters as #xx. */
function unescaped(text: string): string {
  return text.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

interface ObjectStream {
  /** What is said of it, right before it. */
  readonly about: string;
  readonly from: number;
}

/** A stream as readers take it, with some of them more than the standard allows. */
const STREAM = /\bstream[ \t\0]*(?:\r\n|\n|\r)?/g;
/** A dictionary of a stream is far shorter. */
const LONGEST_DICTIONARY = 8192;

/** Everything that is not in a stream. What is missed here, since somebody has written "stream" into a text, is found anywhere. */
function outsideStreams(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const { index } of text.matchAll(/>>[ \t\0\r\n]*stream[ \t\0]*[\r\n]/g)) {
    if (index < at) continue;
    parts.push(text.slice(at, index + 2));
    const end = text.indexOf('endstream', index);
    if (end < 0) throw pdfBroken();
    at = end;
  }
  return unescaped([...parts, text.slice(at)].join('\n'));
}

/** Every place at which a reader could take an object stream to begin, be it within another stream. */
function objectStreams(text: string): ObjectStream[] {
  return [...text.matchAll(STREAM)].flatMap(({ 0: keyword, index }) => {
    const begin = Math.max(text.lastIndexOf('endstream', index), index - LONGEST_DICTIONARY, 0);
    const about = unescaped(text.slice(begin, index));
    return OBJECT_STREAM.test(about) ? [{ about, from: index + keyword.length }] : [];
  });
}

/** What an object stream holds. One that is packed in a way that hardly anybody uses is not looked into, and not taken either. */
async function unpack(packed: Buffer, about: string, most: number): Promise<Buffer> {
  const filters = about.match(/\/Filter(?![A-Za-z])/g) ?? [];
  if (filters.length === 0) return packed.subarray(0, Math.max(packed.indexOf('endstream'), 0));
  const certain = LABELLED.test(about);
  if (filters.length > 1 || !PLAIN_FLATE.test(about) || PREDICTED.test(about)) {
    if (certain) throw pdfUnreadable();
    return Buffer.alloc(0);
  }
  return new Promise((resolve, reject) => {
    inflate(packed, { maxOutputLength: Math.max(most, 1), finishFlush: constants.Z_SYNC_FLUSH }, (error, unpacked) => {
      if (!error) resolve(unpacked);
      else if (certain || codeOf(error) === 'ERR_BUFFER_TOO_LARGE') reject(pdfUnreadable());
      else resolve(Buffer.alloc(0));
    });
  });
}
