import { create, type Font } from 'fontkit';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { GlyphSubset, TrueTypeTables } from './subset.js';
import { sfntOf } from './woff.js';

/** Tinos (SIL OFL 1.1): metrics of Times New Roman, which official letters are set in; Latin, Greek, Cyrillic, Hebrew. */
export const FACES = ['regular', 'bold', 'italic'] as const;
export type Face = (typeof FACES)[number];

/** Everything else of the basic plane comes from GNU Unifont (SIL OFL 1.1): plain, but each sign is there and can be searched for. */
type FontName = Face | 'fallback';

const FILES: Readonly<Record<FontName, string>> = {
  regular: '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf',
  bold: '@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf',
  italic: '@expo-google-fonts/tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf',
  fallback: '@fontsource/unifont/files/unifont-latin-400-normal.woff',
};

/** Stands for what no font has. */
const REPLACEMENT = 0xfffd;

interface Sign {
  readonly id: number;
  readonly advanceWidth: number;
  readonly codePoints: readonly number[];
}

/** A font file, read once per process: documents share it and what has been looked up in it. */
class FontFile {
  readonly font: Font;
  readonly tables: TrueTypeTables;
  private readonly signs = new Map<number, Sign | null>();

  constructor(readonly name: FontName) {
    const file = readFileSync(createRequire(import.meta.url).resolve(FILES[name]));
    const bytes = FILES[name].endsWith('.woff') ? sfntOf(file) : file;
    this.font = create(bytes) as Font;
    this.tables = new TrueTypeTables(bytes);
  }

  sign(codePoint: number): Sign | null {
    let sign = this.signs.get(codePoint);
    if (sign === undefined) {
      const { id, advanceWidth } = this.font.glyphForCodePoint(codePoint);
      // Glyph 0 is what a font draws for a sign it does not have.
      this.signs.set(codePoint, (sign = id === 0 ? null : { id, advanceWidth, codePoints: [codePoint] }));
    }
    return sign;
  }
}

const files = new Map<FontName, FontFile>();

function fileOf(name: FontName): FontFile {
  let file = files.get(name);
  if (!file) files.set(name, (file = new FontFile(name)));
  return file;
}

/** Signs that stand one after the other in one font. */
export interface Run {
  readonly font: FontName;
  readonly text: string;
}

/** Text in runs that a font can show; what none has becomes a visible replacement, never nothing. */
export function runsOf(text: string, face: Face): Run[] {
  const runs: { font: FontName; text: string }[] = [];
  for (const sign of text) {
    const codePoint = sign.codePointAt(0)!;
    const font = fileOf(face).sign(codePoint) ? face : fileOf('fallback').sign(codePoint) ? 'fallback' : face;
    const shown = font !== face || fileOf(face).sign(codePoint) ? sign : String.fromCodePoint(REPLACEMENT);
    const last = runs.at(-1);
    if (last?.font === font) last.text += shown;
    else runs.push({ font, text: shown });
  }
  return runs;
}

const widths = new Map<string, number>();
const MOST_WIDTHS = 20_000;

/** Width of a word at size 1; words come again and again. */
export function widthOf(text: string, face: Face): number {
  const key = `${face} ${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (widths.size >= MOST_WIDTHS) widths.clear();
    width = 0;
    for (const { font, text: part } of runsOf(text, face)) {
      const file = fileOf(font);
      for (const sign of part) width += file.sign(sign.codePointAt(0)!)!.advanceWidth / file.font.unitsPerEm;
    }
    widths.set(key, width);
  }
  return width;
}

/**
 * A font as one document sees it. Signs are set one by one: the shaping of fontkit remembers which text a glyph was first used
 * for, so that the bytes of a document would depend on those made before it; and it costs more than all the rest.
 */
export interface DocumentFont {
  /** Added to each space, in thousandths of the size; for lines that fill their measure. */
  spread: number;
}

export function documentFont(name: FontName): DocumentFont & object {
  const file = fileOf(name);
  const scale = file.font.unitsPerEm / 1000;
  return Object.assign(Object.create(file.font) as object, {
    spread: 0,
    createSubset: () => new GlyphSubset(file.tables),
    layout(this: DocumentFont, text: string) {
      const glyphs: Sign[] = [];
      const positions: { xAdvance: number; yAdvance: number; xOffset: number; yOffset: number }[] = [];
      for (const sign of text) {
        const glyph = file.sign(sign.codePointAt(0)!) ?? file.sign(REPLACEMENT)!;
        glyphs.push(glyph);
        positions.push({
          xAdvance: glyph.advanceWidth + (sign === ' ' ? this.spread * scale : 0),
          yAdvance: 0,
          xOffset: 0,
          yOffset: 0,
        });
      }
      return {
        glyphs,
        positions,
        // Read after the positions have been scaled.
        get advanceWidth() {
          return positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0);
        },
      };
    },
  });
}

/** Text as it can be set: composed, without signs that control rather than show; line breaks stay. */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n')
    .replace(/[^\P{Cc}\n]|\p{Zs}/gu, ' ')
    .replace(/\p{Cf}|\p{Cs}/gu, '');
}
