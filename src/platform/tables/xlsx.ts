/* eslint-disable no-control-regex -- these are what a workbook must not hold */
import { Readable, type PassThrough } from 'node:stream';
import yazl from 'yazl';
import type { Cell, Table } from './table.js';

/** Longer texts are refused by Excel. */
const LONGEST_CELL = 32_767;
/** A sheet has no more rows. */
const MOST_ROWS = 1_048_576;
const CHUNK = 16_384;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Styles of cells, by their place in STYLES. */
const PLAIN = 0;
const BOLD = 1;

const PARTS: Readonly<Record<string, string>> = {
  '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Buku" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>`,
};

/**
 * A workbook of one sheet, written while its rows are read: the package is a ZIP of a few fixed parts and one long one, and yazl
 * streams it. Libraries of the trade either hold the whole sheet in memory or are no longer kept. Every text is an inline string,
 * so that none is ever a formula.
 */
export function xlsx(table: Table): Readable {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(PARTS)) zip.addBuffer(Buffer.from(XML + content), name);
  const sheet = Readable.from(sheetXml(table), { objectMode: false });
  const output = zip.outputStream as PassThrough;
  // An error while rows are read ends the answer: half a workbook is not to look like a whole one.
  zip.on('error', (error: Error) => output.destroy(error));
  output.on('close', () => sheet.destroy());
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml');
  zip.end();
  return output;
}

async function* sheetXml({ title, lines, columns, rows }: Table): AsyncGenerator<string> {
  const widths = columns.map(({ width }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`).join('');
  yield `${XML}<worksheet xmlns="${MAIN}"><cols>${widths}</cols><sheetData>`;
  let no = 0;
  let chunk = '';
  for (const text of [title, ...lines, '']) chunk += rowXml(++no, [text], BOLD);
  chunk += rowXml(
    ++no,
    columns.map((column) => column.title),
    BOLD,
  );
  for await (const row of rows) {
    // Whoever reads it must see that it is not the whole.
    if (no === MOST_ROWS - 1) {
      chunk += rowXml(MOST_ROWS, ['… (CSV)'], BOLD);
      break;
    }
    chunk += rowXml(++no, row, PLAIN);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  yield `${chunk}</sheetData></worksheet>`;
}

function rowXml(no: number, cells: readonly Cell[], style: number): string {
  return `<row r="${no}">${cells.map((value, i) => cellXml(`${columnName(i)}${no}`, value, style)).join('')}</row>`;
}

function cellXml(at: string, value: Cell, style: number): string {
  if (value === null || value === '') return '';
  if (typeof value === 'number') return `<c r="${at}" s="${style}"><v>${value}</v></c>`;
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
}

/** A, B, … Z, AA, … */
function columnName(index: number): string {
  const rest = index % 26;
  return (index >= 26 ? columnName((index - rest) / 26 - 1) : '') + String.fromCharCode(65 + rest);
}

/** XML has no control characters, and no halves of a pair. */
const NO_XML =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** An underscore that begins the code of a sign. */
const CODE = /_(?=x[0-9a-fA-F]{4}_)/g;

function escaped(text: string): string {
  const whole = text
    .replace(NO_XML, '\ufffd')
    .slice(0, LONGEST_CELL)
    .replace(/[\ud800-\udbff]$/, '');
  // Excel reads _x0041_ as A, and so any sign at all: the underscore is written as such a code itself.
  return whole.replace(CODE, '_x005F_').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
