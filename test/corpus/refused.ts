import { deflateRawSync, deflateSync } from 'node:zlib';
import { ascii85, classic, hexed, join, latin, lzwed, packed, page, predicted, runLength, stream, updated } from './build.js';
import type { Sample } from './taken.js';

const refused = (name: string, bytes: Buffer, expected = 'PDF_ACTIVE_CONTENT', judge?: Sample['judge']): Sample => ({
  name,
  bytes,
  expected,
  ...(judge && { judge }),
});
const script = (name: string, bytes: Buffer): Sample => refused(name, bytes, 'PDF_ACTIVE_CONTENT', 'script');
const active = (name: string, object: string, more: Record<number, string | Buffer> = {}): Sample =>
  refused(name, classic({ ...page({ catalogue: '/OpenAction 6 0 R' }), 6: object, ...more }));
const annotation = (name: string, object: string): Sample => refused(name, classic({ ...page({ page: '/Annots [6 0 R]' }), 6: object }));

const JS = '<< /S /JavaScript /JS (app.alert\\("x"\\)) >>';
const OPENS = { ...page({ catalogue: '/OpenAction 6 0 R' }), 6: JS };
/** As long as the head of the object stream of `OPENS`, which the second and third way of finding 4 need to know. */
const FIRST = (first: number) => `%c\n${first}`;

/** What runs by itself, by every way that leads a reader to it, and what nobody can look into. */
export const REFUSED: readonly Sample[] = [
  script('a script', classic(OPENS)),
  script('a script directly in the catalogue', classic(page({ catalogue: `/OpenAction ${JS}` }))),
  script('a script under escaped names', classic({ ...OPENS, 6: '<< /#53 /J#61v#61Script /#4a#53 (app.alert\\(1\\)) >>' })),
  script(
    'a script whose kind stands elsewhere',
    classic({ ...OPENS, 6: '<< /S 7 0 R /JS 8 0 R >>', 7: '/JavaScript', 8: '(app.alert\\(1\\))' }),
  ),
  script('a script in a stream', classic({ ...OPENS, 6: '<< /S /JavaScript /JS 7 0 R >>', 7: stream('', 'app.alert(1)') })),
  script('a script in the tree of names', classic(page({ catalogue: `/Names << /JavaScript << /Names [(a) ${JS}] >> >>` }))),
  refused('a script behind a harmless action', classic({ ...OPENS, 6: `<< /S /GoTo /D [3 0 R /Fit] /Next ${JS} >>` })),
  script('a script when the page is closed', classic(page({ page: `/AA << /C ${JS} >>` }))),
  script('a packed script', packed(OPENS)),
  script(
    'a packed script in an unlabelled stream, in hexadecimal digits (4a)',
    packed(OPENS, { pack: (data) => hexed(deflateSync(data)), dict: '/Filter [/ASCIIHexDecode /FlateDecode]' }),
  ),
  script('a packed script with a remark before its place (4b)', packed(OPENS, { first: FIRST, dict: '/Filter /FlateDecode' })),
  script('a packed script whose place stands elsewhere (4c)', indirectFirst()),
  script('a packed script by LZW', packed(OPENS, { pack: lzwed, dict: '/Filter /LZWDecode' })),
  script('a packed script in base 85', packed(OPENS, { pack: (data) => ascii85(deflateSync(data)), dict: '/Filter [/A85 /Fl]' })),
  script('a packed script in runs', packed(OPENS, { pack: runLength, dict: '/Filter /RunLengthDecode' })),
  script(
    'a packed script behind a predictor',
    packed(OPENS, { pack: predicted(7), dict: '/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 7 >>' }),
  ),
  script(
    'a packed script whose checksum is wrong',
    packed(OPENS, { pack: (data) => join(deflateSync(data).subarray(0, -4), 'abcd'), dict: '/Filter /FlateDecode' }),
  ),
  script('a packed script that is not packed', packed(OPENS, { pack: (data) => data, dict: '' })),
  script('a packed script whose packing stands elsewhere', packed(OPENS, { dict: '/Filter 7 0 R', outside: { 7: '/FlateDecode' } })),
  script(
    'a packed script whose packing is in an array elsewhere',
    packed(OPENS, { dict: '/Filter 7 0 R', outside: { 7: '[ /FlateDecode ]' } }),
  ),
  script('a packed script whose length is wrong', packed(OPENS, { length: () => '3' })),
  script('a packed script behind a line of the stream', packed(OPENS, { keyword: 'stream   \r\n' })),
  script(
    'a packed script packed four times',
    packed(OPENS, { pack: (data) => hexed(hexed(deflateSync(deflateSync(data)))), dict: '/Filter [/AHx /AHx /Fl /Fl]' }),
  ),
  script('a script where the table is off', classic(OPENS, { offset: (real) => real + 3 })),
  script(
    'a script where there is no table',
    latin(
      classic(OPENS)
        .toString('latin1')
        .replace(/xref[\s\S]*trailer/, 'trailer'),
    ),
  ),
  script('a script in a later revision', updated(classic(page()), { 1: '<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R >>', 6: JS })),
  script('a script within a stream, where the table leads', hiddenInStream()),
  script('a script behind a wrong number of pages, in an object of no table', recovered()),
  refused(
    'a script behind a catalogue that stands in the trailer',
    classic(page(), { trailer: `/Root << /Type /Catalog /Pages 2 0 R /OpenAction ${JS} >>` }),
  ),
  refused(
    'a packed script whose stream two keys describe',
    packed(OPENS, { dict: '/Filter /FlateDecode /Filter /ASCIIHexDecode' }),
    'PDF_UNREADABLE',
  ),
  refused('a packed script by a filter that some readers know', packed(OPENS, { dict: '/F /FlateDecode' }), 'PDF_UNREADABLE'),
  refused('objects packed as a picture', packed(OPENS, { dict: '/Filter /DCTDecode' }), 'PDF_UNREADABLE'),
  refused('objects that cannot be unpacked', packed(OPENS, { pack: deflateRawSync }), 'PDF_UNREADABLE'),
  refused(
    'objects that unpack without end',
    packed(OPENS, { pack: (data) => deflateSync(join(data, Buffer.alloc(70_000_000))) }),
    'PDF_UNREADABLE',
  ),
  refused('arrays within arrays', classic({ ...page(), 6: '['.repeat(5000) }), 'PDF_UNREADABLE'),
  active('a program to be started', '<< /S /Launch /F (cmd.exe) >>'),
  active('a form that sends itself', '<< /S /SubmitForm /F (http://a.example) >>'),
  active('data to be fetched', '<< /S /ImportData /F (a.fdf) >>'),
  active('another file to be opened', '<< /S /GoToR /F (\\\\\\\\a.example\\\\x) /D [0 /Fit] >>'),
  active('a file within to be opened', '<< /S /GoToE /T << /R /C >> >>'),
  active('a film to be played', '<< /S /Rendition /R 7 0 R /OP 0 >>', { 7: '<< /Type /Rendition /S /MR >>' }),
  active('an address that is a script', '<< /S /URI /URI (java\\\nscript:alert\\(1\\)) >>'),
  active('a script by a key alone', '<< /K << /JS (x) >> >>'),
  annotation('rich media', '<< /Type /Annot /Subtype /RichMedia /Rect [0 0 9 9] >>'),
  annotation('a model in three dimensions', '<< /Type /Annot /Subtype /3D /Rect [0 0 9 9] >>'),
  annotation('a file attached to a page', '<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] >>'),
  annotation('a screen', '<< /Type /Annot /Subtype /Screen /Rect [0 0 9 9] >>'),
  refused(
    'a file within',
    classic({
      ...page({ catalogue: '/Names << /EmbeddedFiles << /Names [(a.exe) 6 0 R] >> >>' }),
      6: '<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>',
      7: stream('/Type /EmbeddedFile', 'MZ'),
    }),
  ),
  refused('a form by XFA', classic({ ...page({ catalogue: '/AcroForm << /Fields [] /XFA 6 0 R >>' }), 6: stream('', '<xdp/>') })),
  refused('a broken object that holds a script', classic({ ...OPENS, 6: '<< 7 /S /Java#53cript /JS (x)' })),
  refused('nothing but a header', latin('%PDF-1.7\n%%EOF\n'), 'PDF_BROKEN'),
  refused(
    'one cut off before its pages',
    latin(`%PDF-1.7\n1 0 obj\n${stream('', 'x'.repeat(3000)).toString('latin1').slice(0, 2000)}`),
    'PDF_BROKEN',
  ),
  refused('a page behind its end', join(classic(page()), '<html><script>1</script>'), 'FILE_POLYGLOT'),
  refused('a page before its header', classic(page(), { before: '<html><body>' }), 'FILE_POLYGLOT'),
  refused('an archive behind its end', join(classic(page()), 'PK\x05\x06', Buffer.alloc(18)), 'FILE_POLYGLOT'),
];

/** `/First` as a reference to a number. */
function indirectFirst(): Buffer {
  let first = 0;
  packed(OPENS, { first: (real) => ((first = real), ` ${real}`) });
  return packed(OPENS, { first: () => ' 7 0 R', dict: '/Filter /FlateDecode', outside: { 7: String(first) } });
}

/** The action stands in the data of a stream; the table says where. */
function hiddenInStream(): Buffer {
  const objects = { ...page({ catalogue: '/OpenAction 9 0 R' }), 6: stream('', `9 0 obj ${JS} endobj`), 9: '<< >>' };
  const at = classic(objects).indexOf('9 0 obj <<');
  return classic(objects, { offset: (real, num) => (num === 9 ? at : real) });
}

/** Readers look for objects where the tree of pages is not whole, and find another catalogue, which no table lists. */
function recovered(): Buffer {
  const objects = { ...page(), 2: '<< /Type /Pages /Kids [3 0 R] /Count (x) >>' };
  const file = classic(objects, { startxref: () => '7' }).toString('latin1');
  const other = `1 0 obj\n<< /Type /Catalog /Pages 12 0 R /OpenAction ${JS} >>\nendobj\n12 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n`;
  return latin(file.replace('xref\n0', `${other}xref\n0`));
}
