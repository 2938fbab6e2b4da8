import { escaped } from '../../kernel/html.js';

/** How well something stands; colour says it, and the number beside it says it to those who do not see colours. */
export type Tone = 'plain' | 'good' | 'fair' | 'bad';

export type Attributes = Readonly<Record<string, string | number>>;

/** One element; content is markup, or text that is escaped already. */
export function element(name: string, attributes: Attributes, content?: string): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? Math.round(value * 10) / 10 : escaped(value)}"`)
    .join('');
  return content === undefined ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

export function label(x: number, y: number, text: string, attributes: Attributes = {}): string {
  return element('text', { x, y, fill: INK, ...attributes }, escaped(text));
}

/** A text that fits into so many characters; the whole of it comes up when one points at it. */
export function shortened(text: string, most: number): string {
  const signs = [...text];
  return signs.length <= most
    ? text
    : `${signs
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

export const INK = '#16181d';
export const FAINT = '#5b6472';
export const GRID = '#d9dde3';

const COLOURS: Readonly<Record<Tone, string>> = { plain: '#1f5fa8', good: '#0b6e4f', fair: '#a86a00', bad: '#b3261e' };
const MORE_COLOURS = ['#1f5fa8', '#a86a00', '#0b6e4f', '#7b3fa0', '#b3261e', '#3d7a8c'];

export function colourOf(tone: Tone | undefined, index = 0): string {
  return tone ? COLOURS[tone] : MORE_COLOURS[index % MORE_COLOURS.length]!;
}

/** Narrow enough for a telephone; where there is room, pictures stand side by side. */
export const WIDTH = 420;

/** What stands above a picture, unless it is said beside it already. */
export function heading(title: string, bare: boolean): { readonly drawn: string; readonly height: number } {
  if (bare) return { drawn: '', height: 0 };
  return { drawn: label(0, 18, shortened(title, 48), { 'font-size': 15, 'font-weight': 600 }), height: 34 };
}

/** The whole picture; `about` is read to whoever cannot see it. */
export function picture(width: number, height: number, title: string, about: string, content: string): string {
  const head = `${element('title', {}, escaped(title))}${element('desc', {}, escaped(about))}`;
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': `${title}. ${about}`,
      'font-family': 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif',
      'font-size': 13,
    },
    head + element('rect', { width, height, fill: '#fff' }) + content,
  );
}
