import { deflateSync } from 'node:zlib';
import { classic, hexed, latin, packed, page } from './build.js';

const pdf = (body: string) => latin(`%PDF-1.4\n${body}\n%%EOF\n`);

/** Hostile inputs of any size: whoever reads one twice as large may take no more than some twice as long. */
export const GROWING: readonly (readonly [name: string, make: (n: number) => Buffer])[] = [
  ['the word stream', (n) => pdf('\nstream '.repeat(n))],
  ['numbers without end before streams', (n) => pdf(`/First ${'1'.repeat(n * 4)} 1 1 R\n${'stream\n'.repeat(n / 8)}endstream`)],
  ['object streams with one end', (n) => pdf(`1 0 obj <</Type/ObjStm /N 1 /First 4>>${' stream'.repeat(n)} endstream`)],
  ['objects within arrays', (n) => pdf('1 0 obj [ '.repeat(n))],
  ['objects within texts', (n) => pdf('1 0 obj ( '.repeat(n))],
  ['dictionaries that do not end', (n) => pdf('1 0 obj << /A '.repeat(n))],
  ['remarks', (n) => pdf('1 0 obj % '.repeat(n))],
  ['blanks before objects', (n) => pdf(`${' '.repeat(n * 8)}obj`.repeat(2))],
  ['trailers', (n) => pdf('trailer << /Root 1 0 R '.repeat(n))],
  ['objects of one number that refer to each other', (n) => pdf('1 0 obj << /S 1 0 R >> endobj\n'.repeat(n / 4))],
  ['a chain of pages', (n) => classic({ ...page(), 2: `<< /Type /Pages /Count 1 /Kids [${'2 0 R '.repeat(n)}] >>` })],
  ['ends of archives', (n) => pdf('PK\x05\x06'.repeat(n))],
  ['packed nothing', (n) => packed(page(), { pack: (data) => deflateSync(Buffer.concat([data, Buffer.alloc(n * 100, 32)])) })],
  [
    'packed objects at one place',
    (n) => packed(page(), { n: () => String(n), pack: () => latin('1 0 '.repeat(n) + '[1 2]'), dict: '/Type /ObjStm' }),
  ],
  [
    'packed in digits',
    (n) => packed(page(), { pack: (data) => hexed(Buffer.concat([data, Buffer.alloc(n * 4)])), dict: '/Filter /ASCIIHexDecode' }),
  ],
];
