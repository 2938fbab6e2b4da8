/** Widths in parts of the font size, by the widest of the usual system fonts, so that text never leaves its box. */
function widthOf(character: string): number {
  if (/[ilj.,:;'|!ftI/()[\] -]/.test(character)) return 0.39;
  if (/[mwMW@%—]/.test(character)) return 0.98;
  if (/[A-Z0-9&]/.test(character)) return 0.7;
  return character.codePointAt(0)! > 0x2e7f ? 1.05 : 0.61;
}

/** About how wide a line of text is. */
export function textWidth(text: string, size: number): number {
  return [...text].reduce((sum, character) => sum + widthOf(character), 0) * size;
}

/** Breaks text into lines that fit a width: between words, and within a word that is wider than a line. */
export function wrapped(text: string, width: number, size: number, most = 8): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text
    .trim()
    .split(/\s+/)
    .flatMap((each) => pieces(each, width, size))) {
    const longer = current ? `${current} ${word}` : word;
    if (current && textWidth(longer, size) > width) {
      lines.push(current);
      current = word;
    } else current = longer;
  }
  lines.push(current);
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1]!} …`];
}

function pieces(word: string, width: number, size: number): string[] {
  const parts: string[] = [];
  let part = '';
  for (const character of word) {
    if (part && textWidth(part + character, size) > width) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}
