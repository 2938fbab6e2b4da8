import { crc32, deflateSync } from 'node:zlib';
import { inspectJpeg, inspectPng } from './images.js';

const chunk = (type: string, body: Buffer) => {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  const inner = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(inner));
  return Buffer.concat([length, inner, sum]);
};

/** A PNG of grey pixels. */
function png(shape: { width?: number; height?: number; interlaced?: number; bytes?: number } = {}): Buffer {
  const { width = 9, height = 9, interlaced = 0 } = shape;
  const { bytes = interlaced ? 100 : height * (1 + width) } = shape;
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, interlaced]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(bytes))), chunk('IEND', Buffer.alloc(0))]);
}

const segment = (marker: number, body: readonly number[]) => Buffer.from([0xff, marker, 0, body.length + 2, ...body]);
const FRAME = segment(0xc0, [8, 0, 1, 0, 1, 1, 1, 0x11, 0]);
const SCAN = Buffer.concat([segment(0xda, [1, 1, 0, 0, 63, 0]), Buffer.from([0x12, 0xff, 0x00, 0xff, 0xd0, 0x34])]);
const START = Buffer.from([0xff, 0xd8]);
const END = Buffer.from([0xff, 0xd9]);
const jpeg = (...parts: Buffer[]) => Buffer.concat([START, ...parts]);
const TEXT = (text: string) => Buffer.from(text, 'latin1');

const code = (look: () => void | Promise<void>) =>
  Promise.resolve()
    .then(look)
    .then(
      () => 'taken',
      (error: unknown) => (error as { code: string }).code,
    );

it.each<[string, Buffer, string]>([
  ['a whole one', png(), 'taken'],
  ['one in passes', png({ interlaced: 1 }), 'taken'],
  ['one with its last rows missing', png({ bytes: 80 }), 'IMAGE_BROKEN'],
  ['one with too many rows', png({ bytes: 200 }), 'IMAGE_BROKEN'],
  ['one cut off', png().subarray(0, -5), 'IMAGE_BROKEN'],
  ['its first bytes alone', png().subarray(0, 16), 'IMAGE_BROKEN'],
  ['a wrong checksum', Buffer.concat([png().subarray(0, -1), Buffer.from([0])]), 'IMAGE_BROKEN'],
  ['no pixels', png({ width: 0, bytes: 0 }), 'IMAGE_BROKEN'],
  ['more pixels than anybody needs', png({ width: 60_000, height: 60_000, bytes: 10 }), 'IMAGE_TOO_LARGE'],
  ['an archive behind it', Buffer.concat([png(), TEXT('PK\x03\x04')]), 'FILE_POLYGLOT'],
  ['a page behind it', Buffer.concat([png(), TEXT('<script>1</script>')]), 'FILE_POLYGLOT'],
])('looks at a PNG: %s', async (_, bytes, found) => expect(await code(() => inspectPng(bytes))).toBe(found));

it.each<[string, Buffer, string]>([
  ['a whole one', jpeg(FRAME, SCAN, END), 'taken'],
  ['one with a preview behind it, as cameras make them', jpeg(FRAME, SCAN, END, START, FRAME, SCAN, END), 'taken'],
  ['one with fill bytes', jpeg(Buffer.from([0xff]), FRAME, SCAN, END), 'taken'],
  ['one cut off in its picture', jpeg(FRAME, SCAN), 'IMAGE_BROKEN'],
  ['one without a picture', jpeg(FRAME, END), 'IMAGE_BROKEN'],
  ['one without a frame', jpeg(SCAN, END), 'IMAGE_BROKEN'],
  ['its first bytes alone', jpeg(segment(0xe0, [...TEXT('JFIF\0')])), 'IMAGE_BROKEN'],
  ['a segment that is longer than the file', jpeg(Buffer.from([0xff, 0xe1, 0xff, 0xff, 1])), 'IMAGE_BROKEN'],
  ['something else in between', jpeg(TEXT('hello'), FRAME, SCAN, END), 'IMAGE_BROKEN'],
  ['a PDF in a remark', jpeg(segment(0xfe, [...TEXT('%PDF-1.7')]), FRAME, SCAN, END), 'FILE_POLYGLOT'],
  ['a program in a remark', jpeg(segment(0xfe, [...TEXT('<?php system($_GET[0]);')]), FRAME, SCAN, END), 'FILE_POLYGLOT'],
  ['an archive behind it', jpeg(FRAME, SCAN, END, TEXT('PK\x05\x06'), Buffer.alloc(18)), 'FILE_POLYGLOT'],
])('looks at a JPEG: %s', async (_, bytes, found) => expect(await code(() => inspectJpeg(bytes))).toBe(found));
