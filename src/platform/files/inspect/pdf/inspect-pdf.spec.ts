import { deflateRawSync, deflateSync } from 'node:zlib';
import { inspectPdf } from './inspect-pdf.js';

/** A PDF of these objects, with what comes behind it. */
function pdf(objects: readonly (string | Buffer)[], tail = 'trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n'): Buffer {
  const parts = objects.map((object, i) =>
    Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), Buffer.from(object as string), Buffer.from('\nendobj\n')]),
  );
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), ...parts, Buffer.from(tail)]);
}

const CATALOG = '<< /Type /Catalog /Pages 2 0 R /OpenAction [3 0 R /Fit] >>';
const stream = (about: string, data: Buffer, keyword = 'stream\n') =>
  Buffer.concat([Buffer.from(`<< ${about} /Length ${data.length} >>\n${keyword}`), data, Buffer.from('\nendstream')]);
const JS = '<< /S /JavaScript /JS (app.alert(1)) >>';
const packed = (text: string, about = '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', keyword?: string) =>
  stream(about, deflateSync(Buffer.from(`7 0 ${text}`)), keyword);

const code = (bytes: Buffer) => {
  try {
    inspectPdf(bytes);
    return 'taken';
  } catch (error) {
    return (error as { code?: string }).code ?? error;
  }
};

it.each<[string, Buffer]>([
  ['a plain one', pdf([CATALOG, '<< /Type /Pages /Kids [] /Count 0 >>'])],
  ['one with packed objects', pdf([CATALOG, packed('<< /Type /Page >>')])],
  ['an outline and a picture', pdf([CATALOG, '<< /Type /Outlines /First 5 0 R /Last 6 0 R >>', stream('/Subtype /Image /Filter /DCTDecode', Buffer.from([0xff, 0xd8, 1, 2]))])], // prettier-ignore
  ['a form to be filled in, a link, a font by a name of two letters', pdf([CATALOG, '<< /AcroForm << /Fields [] >> /A << /S /URI /URI (https://a.example) >> /Font << /JSa 4 0 R >> >>'])], // prettier-ignore
  ['compressed text that by chance says something short', pdf([CATALOG, stream('/Filter /FlateDecode', Buffer.from('x/JS y'))])],
  ['a stream without end', pdf([CATALOG, '<< /Length 9 >>\nstream\nabc'])],
  ['much behind its end', Buffer.concat([pdf([CATALOG]), Buffer.alloc(5000, 'x')])],
  ['a page of HTML in a text', pdf(['(<script>alert(1)</script>)', CATALOG])],
])('takes %s', (_, bytes) => expect(code(bytes)).toBe('taken'));

it.each<[string, Buffer, string]>([
  ['a script', pdf([CATALOG, JS]), 'PDF_ACTIVE_CONTENT'],
  ['a script under escaped names', pdf([CATALOG, '<< /S /J#61v#61Script /J#53 (x) >>']), 'PDF_ACTIVE_CONTENT'],
  ['a script in a name tree', pdf(['<< /Names << /JavaScript 3 0 R >> >>']), 'PDF_ACTIVE_CONTENT'],
  ['a packed script', pdf([CATALOG, packed(JS)]), 'PDF_ACTIVE_CONTENT'],
  [
    'a packed script whose stream is not called one',
    pdf([CATALOG, packed(JS, '/N 1 /First 4 /Filter [/FlateDecode]')]),
    'PDF_ACTIVE_CONTENT',
  ],
  ['a packed script under escaped names', pdf([CATALOG, packed('<< /S/J#61vaScript/#4aS(x) >>', '/Type /Obj#53tm /N 1 /First 4 /Filter /Fl#61teDecode')]), 'PDF_ACTIVE_CONTENT'], // prettier-ignore
  ['a packed script behind a stream in a text', pdf(['<< /Title (>> stream\n) >>', packed(JS)]), 'PDF_ACTIVE_CONTENT'],
  ['a packed script that says in a text that it is not packed', pdf([CATALOG, packed(JS, '/Type /ObjStm /X ( 1 0 obj) /N 1 /First 4 /Filter /FlateDecode')]), 'PDF_ACTIVE_CONTENT'], // prettier-ignore
  ['a packed script after blanks', pdf([CATALOG, packed(JS, undefined, 'stream  \r\n')]), 'PDF_ACTIVE_CONTENT'],
  ['a script within a stream, where offsets may lead', pdf([CATALOG, stream('/Subtype /Image', Buffer.from(`9 0 obj ${JS} endobj`))]), 'PDF_ACTIVE_CONTENT'], // prettier-ignore
  ['a program to be started', pdf([CATALOG, '<< /S /Launch /F (cmd.exe) >>']), 'PDF_ACTIVE_CONTENT'],
  ['a file within', pdf([CATALOG, stream('/Type /EmbeddedFile', Buffer.from('x'))]), 'PDF_ACTIVE_CONTENT'],
  ['rich media', pdf([CATALOG, '<< /Subtype /RichMedia >>']), 'PDF_ACTIVE_CONTENT'],
  ['an XFA form', pdf([CATALOG, '<< /AcroForm << /XFA 5 0 R >> >>']), 'PDF_ACTIVE_CONTENT'],
  ['a form that sends itself', pdf([CATALOG, '<< /S/SubmitForm/F(http://a.example) >>']), 'PDF_ACTIVE_CONTENT'],
  ['a lock', pdf([CATALOG], 'trailer\n<< /Root 1 0 R /Encrypt 9 0 R >>\n%%EOF\n'), 'PDF_ENCRYPTED'],
  ['objects packed as nobody does', pdf([CATALOG, packed(JS, '/Type /ObjStm /First 4 /Filter /LZWDecode')]), 'PDF_UNREADABLE'],
  ['objects packed twice', pdf([CATALOG, packed(JS, '/Type /ObjStm /First 4 /Filter [/ASCII85Decode /FlateDecode]')]), 'PDF_UNREADABLE'],
  ['objects behind a predictor', pdf([CATALOG, packed(JS, '/Type /ObjStm /First 4 /Filter /FlateDecode /DecodeParms << /Predictor 12 >>')]), 'PDF_UNREADABLE'], // prettier-ignore
  ['objects whose packing is said elsewhere', pdf([CATALOG, packed(JS, '/Type /ObjStm /First 4 /Filter 9 0 R')]), 'PDF_UNREADABLE'],
  [
    'objects that cannot be unpacked',
    pdf([CATALOG, stream('/Type /ObjStm /First 4 /Filter /FlateDecode', deflateRawSync('x'))]),
    'PDF_UNREADABLE',
  ],
  ['objects that unpack without end', pdf([CATALOG, stream('/Type /ObjStm /First 4 /Filter /FlateDecode', deflateSync(Buffer.alloc(70_000_000)))]), 'PDF_UNREADABLE'], // prettier-ignore
  ['no end', pdf([CATALOG], ''), 'PDF_BROKEN'],
  ['a page of HTML behind its end', Buffer.concat([pdf([CATALOG]), Buffer.from('<html><script>1</script>')]), 'FILE_POLYGLOT'],
  [
    'an archive behind its end',
    Buffer.concat([pdf([CATALOG]), Buffer.from('PK\x03\x04 PK\x05\x06', 'latin1'), Buffer.alloc(18)]),
    'FILE_POLYGLOT',
  ],
  ['an archive whose comment is the rest', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(16), Buffer.from([6, 0]), Buffer.from('%%EOF\n')]), 'FILE_POLYGLOT'], // prettier-ignore
])('refuses %s', (_, bytes, why) => expect(code(bytes)).toBe(why));
