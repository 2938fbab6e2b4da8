import { deflateSync } from 'node:zlib';
import { ascii85, classic, hexed, join, latin, lzwed, packed, page, predicted, runLength, stream, updated } from './build.js';

/** A file of the corpus: taken, or refused with a code. */
export interface Sample {
  readonly name: string;
  readonly bytes: Buffer;
  readonly expected: string;
  /** Poppler and pdf.js open it; or so does pdf.js and finds a script in it. */
  readonly judge?: 'opens' | 'script';
  readonly mediaType?: string;
}

const taken = (name: string, bytes: Buffer, judge: Sample['judge'] | null = 'opens'): Sample => ({
  name,
  bytes,
  expected: 'taken',
  ...(judge && { judge }),
});

const INFO = (title: string) => classic({ ...page(), 6: `<< /Title (${title}) >>` }, { trailer: '/Info 6 0 R' });
const fill = (object: string) => classic({ ...page({ page: '/Annots [6 0 R]' }), 6: object });
const utf16 = (text: string) => `<feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;
const LINK = '<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://oss.go.id) >> >>';
const PHOTO = Buffer.from('ffd8ffc0000b080001000101011100ffda0008010100003f0012ffd9', 'hex');

/** What scanners, telephones, Word, browsers, web pages and qpdf produce, and what was damaged on its way without harm. */
export const TAKEN: readonly Sample[] = [
  taken('a plain page', classic(page())),
  taken('a page with lines ended by CR', classic(page(), { eol: '\r\n' })),
  taken(
    'a compressed page',
    classic({ ...page(), 4: stream('/Filter /FlateDecode', deflateSync(latin('BT /F1 9 Tf 9 9 Td (KTP) Tj ET'))) }),
  ),
  taken('packed objects, as Word and browsers write them', packed(page())),
  taken(
    'packed objects behind a PNG predictor',
    packed(page(), { pack: predicted(5), dict: '/Type /ObjStm /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 5 >>' }),
  ),
  taken(
    'a cross-reference stream behind a PNG predictor, as qpdf writes it',
    packed(page(), { packRows: predicted(6), rowsDict: '/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 6 >>' }),
  ),
  taken(
    'packed objects in hexadecimal digits',
    packed(page(), { pack: (data) => hexed(deflateSync(data)), dict: '/Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]' }),
  ),
  taken(
    'packed objects in base 85',
    packed(page(), { pack: (data) => ascii85(deflateSync(data)), dict: '/Type /ObjStm /Filter [/ASCII85Decode /FlateDecode]' }),
  ),
  taken('packed objects by LZW', packed(page(), { pack: lzwed, dict: '/Type /ObjStm /Filter /LZWDecode' })),
  taken('packed objects in runs', packed(page(), { pack: runLength, dict: '/Type /ObjStm /Filter /RunLengthDecode' })),
  taken('packed objects that are not packed', packed(page(), { pack: (data) => data, dict: '/Type /ObjStm' })),
  taken('packed objects whose checksum is wrong', packed(page(), { pack: (data) => join(deflateSync(data).subarray(0, -4), 'abcd') })),
  taken(
    'packed objects with their numbers elsewhere',
    packed(page(), { first: () => ' 7 0 R', length: () => '8 0 R', outside: { 7: '31', 8: '999' } }),
    null,
  ),
  taken('a length that stands elsewhere', classic({ ...page(), 4: stream('', 'BT ET', '6 0 R'), 6: '5' })),
  taken('a length that is wrong', classic({ ...page(), 4: stream('', 'BT /F1 9 Tf (x) Tj ET', '3') })),
  taken('a title with /Sound in it (C1)', INFO('Izin usaha sewa tenda/Sound System')),
  taken('a title with /Flash in it (C1)', INFO('HP/Flash disk')),
  taken('a title that speaks of scripts', INFO('<< /S /JavaScript /JS \\(app.alert\\) >>')),
  taken('a title with HTML in it', INFO('Panduan <script> dan <html> untuk pemula')),
  taken('a title in UTF-16', classic({ ...page(), 6: `<< /Title ${utf16('Surat /Launch é')} >>` }, { trailer: '/Info 6 0 R' })),
  taken('page text that speaks of scripts', classic(page({ text: 'BT /F1 9 Tf 9 9 Td (/OpenAction << /S /JavaScript /JS (x) >>) Tj ET' }))),
  taken(
    'page text that looks like an object',
    classic(page({ text: 'BT /F1 9 Tf (x) Tj ET\n9 0 obj << /S /JavaScript /JS (x) >> endobj' })),
  ),
  taken('a remark that speaks of scripts', classic({ ...page(), 6: '<< /X 1 % /S /JavaScript /JS (x)\n >>' })),
  taken(
    'a font called Launch',
    classic({
      ...page(),
      3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /Font << /Launch 5 0 R /JavaScript 5 0 R /JS 5 0 R >> >> /Contents 4 0 R >>',
    }),
  ),
  taken(
    'a picture called JS',
    classic({
      ...page(),
      3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /JS 6 0 R >> >> /Contents 4 0 R >>',
      6: stream('/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray', 'x'),
    }),
  ),
  taken('a link to a web page', fill(LINK)),
  taken('a link to a page', fill('<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /GoTo /D [3 0 R /Fit] >> >>')),
  taken('a page that is opened first', classic(page({ catalogue: '/OpenAction [3 0 R /Fit]' }))),
  taken(
    'a form to be filled in',
    classic({
      ...page({ catalogue: '/AcroForm << /Fields [6 0 R] >>', page: '/Annots [6 0 R]' }),
      6: '<< /Type /Annot /Subtype /Widget /FT /Tx /T (nama) /Rect [0 0 90 20] >>',
    }),
  ),
  taken(
    'an outline',
    classic({
      ...page({ catalogue: '/Outlines 6 0 R' }),
      6: '<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>',
      7: '<< /Title (Bab 1) /Parent 6 0 R /Dest [3 0 R /Fit] >>',
    }),
  ),
  taken(
    'an empty tree of scripts and attachments, as programs that merge leave it',
    classic(page({ catalogue: '/Names << /JavaScript << /Names [] >> /EmbeddedFiles << /Names [] >> >>' })),
  ),
  taken(
    'metadata of Word',
    classic({
      ...page({ catalogue: '/Metadata 6 0 R /MarkInfo << /Marked true >> /Lang (id-ID)' }),
      6: stream('/Type /Metadata /Subtype /XML', '<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"/><?xpacket end="w"?>'),
    }),
  ),
  taken(
    'a signature, as BSrE puts it',
    updated(classic(page()), {
      1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] /SigFlags 3 >> >>',
      6: `<< /FT /Sig /T (Tanda Tangan) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /V 7 0 R >>`,
      7: `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [0 1 2 3] /Contents <${'30'.repeat(4000)}> >>`,
    }),
  ),
  taken(
    'three revisions',
    updated(updated(classic(page()), { 5: '<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>' }), { 4: stream('', 'BT ET') }),
  ),
  taken('NUL behind its end, as office scanners leave them (C7)', classic(page(), { behind: Buffer.alloc(4845) })),
  taken('lines behind its end', classic(page(), { behind: '\r\n'.repeat(900) })),
  taken('something behind its end', classic(page(), { behind: 'x'.repeat(5000) })),
  taken('the end of a web page behind its end, as pages of PHP send it', classic(page(), { behind: '\n</body>\n</html>\n' })),
  taken('blank lines before it, as pages of PHP send them', classic(page(), { before: '\r\n\r\n\t ' })),
  taken('a byte order mark before it', classic(page(), { before: '\xef\xbb\xbf' })),
  taken(
    'a notice of PHP before it',
    classic(page(), { before: '<br />\n<b>Notice</b>:  Undefined index: nik in <b>cetak.php</b> on line <b>12</b><br />\n' }),
  ),
  taken('a table that is off by one', classic(page(), { offset: (real) => real + 1 })),
  taken('a table that leads nowhere', classic(page(), { offset: () => 5 })),
  taken('no way to the table', classic(page(), { startxref: () => '0' })),
  taken('a way to the table behind the end of the file', classic(page(), { startxref: () => '99999999' })),
  taken('line ends changed by a mail program', latin(classic(page()).toString('latin1').replace(/\n/g, '\r\n'))),
  taken(
    'no end',
    latin(
      classic(page())
        .toString('latin1')
        .replace(/startxref[\s\S]*$/, ''),
    ),
  ),
  taken(
    'no table',
    latin(
      classic(page())
        .toString('latin1')
        .replace(/xref[\s\S]*trailer/, 'trailer'),
    ),
  ),
  taken('a tree of pages that says a wrong number', classic({ ...page(), 2: '<< /Type /Pages /Kids [3 0 R] /Count 7 >>' }), null),
  taken(
    'a free object that the table takes for one in use',
    classic({ ...page(), 7: '<< >>' }, { offset: (real, num) => (num === 7 ? 0 : real) }),
  ),
  taken('a byte range of names with escapes', classic({ ...page(), 5: '<< /Ty#70e /Font /Subtype /Type1 /BaseFont /Times#2dRoman >>' })),
  taken('a photograph with a film behind it (C3)', join(PHOTO, '\x00\x00\x00\x18ftypmp42', Buffer.alloc(3000, '<?= PK\x03\x04 MZ '))),
  taken('a photograph with another behind it', join(PHOTO, PHOTO)),
].map((sample) =>
  sample.bytes[0] === 0xff ? { name: sample.name, bytes: sample.bytes, expected: 'taken', mediaType: 'image/jpeg' } : sample,
);
