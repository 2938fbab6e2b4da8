import { deflateSync } from 'node:zlib';

/** The body of an indirect object, by its number. */
export type Objects = Readonly<Record<number, string | Buffer>>;

export const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
export const join = (...parts: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? latin(part) : part)));

/** A stream object. */
export const stream = (dict: string, data: string | Buffer, length?: string): Buffer =>
  join(`<< ${dict} /Length ${length ?? data.length} >>\nstream\n`, data, '\nendstream');

/** One page with a line of text, and what its catalogue and its page say besides. */
export function page(
  more: { readonly catalogue?: string; readonly page?: string; readonly text?: string } = {},
): Record<number, string | Buffer> {
  const text = more.text ?? 'BT /F1 14 Tf 72 760 Td (Kartu Tanda Penduduk) Tj ET';
  return {
    1: `<< /Type /Catalog /Pages 2 0 R ${more.catalogue ?? ''} >>`,
    2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    3: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> ${more.page ?? ''} >>`,
    4: stream('', text),
    5: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  };
}

interface Classic {
  readonly before?: string;
  readonly header?: string;
  readonly trailer?: string;
  readonly behind?: string | Buffer;
  readonly startxref?: (real: number) => string;
  /** Offsets as the table says them, from the true ones. */
  readonly offset?: (real: number, num: number) => number;
  readonly eol?: string;
}

/** A file with a cross-reference table that is right to the byte, unless it is told otherwise. */
export function classic(objects: Objects, more: Classic = {}): Buffer {
  const { before = '', header = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', eol = ' \n' } = more;
  const numbers = Object.keys(objects).map(Number);
  const size = Math.max(...numbers) + 1;
  const offsets = new Map<number, number>();
  let body = latin(header);
  for (const num of numbers) {
    offsets.set(num, body.length);
    body = join(body, `${num} 0 obj\n`, objects[num]!, '\nendobj\n');
  }
  const lines = Array.from({ length: size }, (_, num) => {
    const real = offsets.get(num);
    if (real === undefined) return `0000000000 65535 f${eol}`;
    return `${String(more.offset?.(real, num) ?? real).padStart(10, '0')} 00000 n${eol}`;
  });
  const start = more.startxref?.(body.length) ?? String(body.length);
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R ${more.trailer ?? ''} >>\nstartxref\n${start}\n%%EOF\n`;
  return join(before, body, `xref\n0 ${size}\n`, lines.join(''), trailer, more.behind ?? '');
}

/** Another revision behind a file: objects, a table of them, and a trailer that leads back. */
export function updated(file: Buffer, objects: Objects, trailer = ''): Buffer {
  const previous = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(file.toString('latin1'))![1]!;
  let body = file;
  const sections: string[] = [];
  for (const [num, object] of Object.entries(objects)) {
    sections.push(`${num} 1\n${String(body.length).padStart(10, '0')} 00000 n \n`);
    body = join(body, `${num} 0 obj\n`, object, '\nendobj\n');
  }
  const end = `trailer\n<< /Size 100 /Root 1 0 R /Prev ${previous} ${trailer} >>\nstartxref\n${body.length}\n%%EOF\n`;
  return join(body, 'xref\n', sections.join(''), end);
}

export interface Packed {
  /** What the object stream says beside `/N`, `/First` and `/Length`. */
  readonly dict?: string;
  readonly pack?: (data: Buffer) => Buffer;
  readonly first?: (first: number) => string;
  readonly n?: (n: number) => string;
  readonly length?: (length: number) => string;
  /** Objects outside of the object stream. */
  readonly outside?: Objects;
  /** The rows of the cross-reference stream, packed; and what its dictionary says of that. */
  readonly packRows?: (rows: Buffer) => Buffer;
  readonly rowsDict?: string;
  readonly keyword?: string;
}

export const OBJECT_STREAM = 20;
const XREF = 21;

/** A PDF 1.5 whose objects lie in an object stream, as type 2 entries of a cross-reference stream say. */
export function packed(objects: Objects, more: Packed = {}): Buffer {
  const inside = Object.entries(objects).filter(([, body]) => typeof body === 'string') as [string, string][];
  const outside = { ...Object.fromEntries(Object.entries(objects).filter(([, body]) => typeof body !== 'string')), ...more.outside };
  let bodies = '';
  const head = inside.map(([num, body]) => {
    const at = bodies.length;
    bodies += `${body} `;
    return `${num} ${at}`;
  });
  const first = head.join(' ').length + 1;
  const data = (more.pack ?? deflateSync)(latin(`${head.join(' ')} ${bodies}`));
  const [n, f] = [more.n?.(inside.length) ?? inside.length, more.first?.(first) ?? ` ${first}`];
  const dict = `/N ${n} /First${f} ${more.dict ?? '/Type /ObjStm /Filter /FlateDecode'} /Length ${more.length?.(data.length) ?? data.length}`;
  const container = join(`<< ${dict} >>\n${more.keyword ?? 'stream\n'}`, data, '\nendstream');
  const rows = new Map<number, readonly [number, number, number]>(inside.map(([num], index) => [Number(num), [2, OBJECT_STREAM, index]]));
  let body = latin('%PDF-1.5\n%\xe2\xe3\xcf\xd3\n');
  for (const [num, object] of [...Object.entries(outside), [String(OBJECT_STREAM), container]] as [string, string | Buffer][]) {
    rows.set(Number(num), [1, body.length, 0]);
    body = join(body, `${num} 0 obj\n`, object, '\nendobj\n');
  }
  rows.set(XREF, [1, body.length, 0]);
  const table = Buffer.alloc((XREF + 1) * 6);
  for (const [num, [type, field, index]] of rows) {
    table.writeUInt8(type, num * 6);
    table.writeUInt32BE(field, num * 6 + 1);
    table.writeUInt8(index, num * 6 + 5);
  }
  const xref = (more.packRows ?? deflateSync)(table);
  const about = `/Type /XRef /Size ${XREF + 1} /W [1 4 1] /Root 1 0 R ${more.rowsDict ?? '/Filter /FlateDecode'}`;
  return join(body, `${XREF} 0 obj\n`, stream(about, xref), `\nendobj\nstartxref\n${body.length}\n%%EOF\n`);
}

export const hexed = (data: Buffer): Buffer => latin(`${data.toString('hex')}>`);

export function ascii85(data: Buffer): Buffer {
  let out = '';
  for (let at = 0; at < data.length; at += 4) {
    const group = Buffer.concat([data.subarray(at, at + 4), Buffer.alloc(4)]).readUInt32BE(0);
    const length = Math.min(4, data.length - at);
    const digits = [4, 3, 2, 1, 0].map((power) => String.fromCharCode(33 + (Math.floor(group / 85 ** power) % 85)));
    out += length === 4 && group === 0 ? 'z' : digits.slice(0, length + 1).join('');
  }
  return latin(`${out}~>`);
}

/** Runs of literal bytes, as far as the format has them. */
export function runLength(data: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < data.length; at += 128) {
    const part = data.subarray(at, at + 128);
    parts.push(Buffer.from([part.length - 1]), part);
  }
  return Buffer.concat([...parts, Buffer.from([128])]);
}

/** LZW as its simplest writer does it: codes of nine bits, cleared before they grow. */
export function lzwed(data: Buffer): Buffer {
  const codes: number[] = [];
  data.forEach((byte, index) => {
    if (index % 200 === 0) codes.push(256);
    codes.push(byte);
  });
  codes.push(257);
  const bits = codes.map((code) => code.toString(2).padStart(9, '0')).join('');
  return Buffer.from((bits.match(/.{1,8}/g) ?? []).map((byte) => parseInt(byte.padEnd(8, '0'), 2)));
}

/** Rows of these many columns, each written as its difference from the one above (PNG predictor "up"). */
export function predicted(columns: number) {
  return (data: Buffer): Buffer => {
    const rows: Buffer[] = [];
    let above = Buffer.alloc(columns);
    for (let at = 0; at < data.length; at += columns) {
      const row = Buffer.concat([data.subarray(at, at + columns), Buffer.alloc(columns)]).subarray(0, columns);
      rows.push(Buffer.from([2]), Buffer.from(row.map((byte, i) => byte - above[i]!)));
      above = row;
    }
    return deflateSync(Buffer.concat(rows));
  };
}
