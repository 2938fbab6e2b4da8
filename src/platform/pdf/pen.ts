import { documentFont, plainText, runsOf, widthOf, type DocumentFont, type Face } from './typeface.js';

/** How text is set; sizes and gaps in points. */
export interface TextStyle {
  readonly size: number;
  readonly face: Face;
  /** From baseline to baseline, in sizes. */
  readonly leading?: number;
  readonly color?: string;
}

export type Align = 'left' | 'center' | 'right' | 'justify';

export interface Place {
  readonly x: number;
  readonly width: number;
  readonly align?: Align;
  /** Of the first line of each paragraph. */
  readonly indent?: number;
}

interface Line {
  readonly text: string;
  readonly width: number;
  readonly indent: number;
  /** The last line of a paragraph is not spread. */
  readonly last: boolean;
}

/** The width is known: pdfkit need not measure the text again. */
const SET = { lineBreak: false, baseline: 'alphabetic', textWidth: 0, wordCount: 1 } as PDFKit.Mixins.TextOptions;
const LEADING = 1.2;
/** A line is not spread by more than this at each space, in sizes: rather ragged than torn. */
const WIDEST = 0.9;
/** Where the baseline lies in a line, in sizes: the ascent of Tinos. */
const BASELINE = 0.891;

/** Sets text in a document: measured, wrapped and never cut. Keeps the height it has come to, and begins pages. */
export class Pen {
  private readonly fonts = new Map<string, DocumentFont>();
  /** How often it went to a new page. */
  pages = 1;

  constructor(
    readonly doc: PDFKit.PDFDocument,
    readonly top: number,
    readonly bottom: number,
    public y = top,
  ) {}

  /** Goes to a new page unless so much still fits on this one. */
  room(height: number): void {
    if (this.y + height <= this.bottom || this.y === this.top) return;
    this.doc.addPage();
    this.pages++;
    this.y = this.top;
  }

  /** A text, from the present height on; goes on over the end of a page. */
  write(text: string, style: TextStyle, place: Place): void {
    const height = lineHeight(style);
    for (const line of this.wrap(text, style, place)) {
      this.room(height);
      this.line(line, style, place, this.y);
      this.y += height;
    }
  }

  height(text: string, style: TextStyle, place: Place): number {
    return this.wrap(text, style, place).length * lineHeight(style);
  }

  /** A text at a height of its own; answers where it ends. */
  writeAt(text: string, style: TextStyle, place: Place, y: number): number {
    for (const line of this.wrap(text, style, place)) {
      this.line(line, style, place, y);
      y += lineHeight(style);
    }
    return y;
  }

  private wrap(text: string, { size, face }: TextStyle, { width, indent = 0 }: Place): Line[] {
    const space = widthOf(' ', face) * size;
    return plainText(text)
      .trim()
      .split('\n')
      .flatMap((paragraph) => {
        const lines: Line[] = [];
        let [words, used]: [string[], number] = [[], 0];
        const put = (last: boolean) => {
          lines.push({ text: words.join(' '), width: used, indent: lines.length === 0 ? indent : 0, last });
          [words, used] = [[], 0];
        };
        const left = () => width - (lines.length === 0 ? indent : 0);
        for (const word of paragraph.split(/ +/).flatMap((each) => pieces(each, face, size, width - indent))) {
          const wide = widthOf(word, face) * size;
          if (words.length > 0 && used + space + wide > left() + 0.01) put(false);
          used += (words.length > 0 ? space : 0) + wide;
          words.push(word);
        }
        put(true);
        return lines;
      });
  }

  private line({ text, width, indent, last }: Line, style: TextStyle, place: Place, y: number): void {
    if (text === '') return;
    const { size, face, color = '#000000' } = style;
    const spare = place.width - indent - width;
    const gaps = text.split(' ').length - 1;
    const spread = place.align === 'justify' && !last && spare < gaps * size * WIDEST ? spare / gaps : 0;
    let x = place.x + indent + (place.align === 'center' ? spare / 2 : place.align === 'right' ? spare : 0);
    this.doc.fillColor(color).fontSize(size);
    for (const run of runsOf(text, face)) {
      this.font(run.font).spread = (spread * 1000) / size;
      this.doc.font(run.font).text(run.text, x, y + BASELINE * size, SET);
      x += widthOf(run.text, face) * size + spread * (run.text.split(' ').length - 1);
    }
  }

  private font(name: Parameters<typeof documentFont>[0]): DocumentFont {
    let font = this.fonts.get(name);
    if (!font) {
      this.fonts.set(name, (font = documentFont(name)));
      this.doc.registerFont(name, font as unknown as Buffer);
    }
    return font;
  }
}

export function lineHeight({ size, leading = LEADING }: TextStyle): number {
  return size * leading;
}

/** Where a web address may go on in the next line: before its query and behind a slash, so that a code in it stays whole. */
const ADDRESS_BREAK = /(?=[?&])|(?<=\/)(?!\/)/;

/** A word that is wider than its line, in pieces that are not. */
function pieces(word: string, face: Face, size: number, width: number): string[] {
  const fits = (text: string) => widthOf(text, face) * size <= width;
  if (fits(word)) return [word];
  const units = /^https?:\/\//.test(word) ? word.split(ADDRESS_BREAK) : [...word];
  const parts: string[] = [];
  let part = '';
  for (const unit of units.flatMap((each) => (fits(each) ? [each] : [...each]))) {
    if (part !== '' && !fits(part + unit)) {
      parts.push(part);
      part = '';
    }
    part += unit;
  }
  return [...parts, part];
}
