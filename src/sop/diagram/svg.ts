/** A point of the drawing, in its own units. */
export type Point = readonly [x: number, y: number];

const ROUNDING = 6;

/** Control characters and halves of characters, which XML forbids. */
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu;
const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in XML, between tags and in attributes; characters that XML forbids are left out. */
export function escaped(text: string): string {
  return text.replace(FORBIDDEN, '').replace(/[&<>"']/g, (character) => MARKUP[character]!);
}

/** One element; texts among its attributes and content must be escaped already. */
export function element(name: string, attributes: Readonly<Record<string, string | number>>, content?: string): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? tidy(value) : value}"`)
    .join('');
  return content === undefined ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** One line of text. */
export function textLine([x, y]: Point, content: string, attributes: Readonly<Record<string, string | number>> = {}): string {
  return element('text', { x, y, ...attributes }, escaped(content));
}

/** A line through points with rounded corners. */
export function line(points: readonly Point[], attributes: Readonly<Record<string, string | number>>): string {
  return element('path', { d: rounded(points), ...attributes });
}

function rounded(points: readonly Point[]): string {
  const parts = points.map((at, i) => {
    const before = points[i - 1];
    const after = points[i + 1];
    if (!before) return `M${pair(at)}`;
    if (!after) return `L${pair(at)}`;
    const radius = Math.min(ROUNDING, distance(before, at) / 2, distance(at, after) / 2);
    return `L${pair(towards(at, before, radius))}Q${pair(at)} ${pair(towards(at, after, radius))}`;
  });
  return parts.join('');
}

/** A filled arrowhead whose point is at the end of a line that comes from a point. */
export function arrowhead(from: Point, tip: Point, fill: string): string {
  const length = 8;
  const half = 3.6;
  const [x, y] = towards(tip, from, length);
  const across = from[0] === tip[0];
  const corners: Point[] = across
    ? [
        [x - half, y],
        [x + half, y],
      ]
    : [
        [x, y - half],
        [x, y + half],
      ];
  return element('path', { d: `M${pair(tip)}L${pair(corners[0]!)}L${pair(corners[1]!)}Z`, fill });
}

function towards(from: Point, to: Point, by: number): Point {
  const whole = distance(from, to) || 1;
  return [from[0] + ((to[0] - from[0]) * by) / whole, from[1] + ((to[1] - from[1]) * by) / whole];
}

function distance(one: Point, other: Point): number {
  return Math.abs(one[0] - other[0]) + Math.abs(one[1] - other[1]);
}

function pair([x, y]: Point): string {
  return `${tidy(x)} ${tidy(y)}`;
}

function tidy(value: number): string {
  return String(Math.round(value * 10) / 10);
}
