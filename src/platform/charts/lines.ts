import { escaped } from '../../kernel/html.js';
import type { Lines } from './chart.js';
import { colourOf, element, FAINT, GRID, heading, label, picture, WIDTH } from './svg.js';

const PLOT = 220;
const AREA = { left: 44, top: 10, right: 8, bottom: 54 };
const GRID_LINES = 4;
/** A label needs so much room beneath the picture. */
const LABEL_WIDTH = 62;

/** Lines over time, with a point where something was measured. */
export function drawLines({ title, about, empty, at, series, most, unit }: Lines, bare: boolean): string {
  const head = heading(title, bare);
  const measured = series.flatMap(({ values }) => values.filter((value) => value !== null));
  if (measured.length === 0) {
    return picture(WIDTH, head.height + 24, title, about, head.drawn + label(0, head.height + 14, empty, { fill: FAINT }));
  }
  const top = most ?? roundedUp(Math.max(...measured));
  const floor = head.height + PLOT - AREA.bottom;
  const x = (i: number) => AREA.left + ((WIDTH - AREA.left - AREA.right) * (i + 0.5)) / at.length;
  const y = (value: number) => floor - (Math.min(value, top) / top) * (PLOT - AREA.top - AREA.bottom);
  const drawn = series.map((each, i) =>
    path(each.values, x, y, colourOf(each.tone, i), (value, n) => `${each.label}, ${at[n]}: ${value}${unit}`),
  );
  const content = grid(top, unit, y) + times(at, x, floor + 18) + drawn.join('') + legend(series, floor + 34);
  return picture(WIDTH, head.height + PLOT, title, about, head.drawn + content);
}

function grid(top: number, unit: string, y: (value: number) => number): string {
  const steps = Array.from({ length: GRID_LINES + 1 }, (_, i) => (top * i) / GRID_LINES);
  return steps
    .map((value) => {
      const text = `${Math.round(value * 10) / 10}${unit}`;
      const rule = element('line', { x1: AREA.left, x2: WIDTH - AREA.right, y1: y(value), y2: y(value), stroke: GRID });
      return rule + label(AREA.left - 8, y(value) + 4, text, { 'text-anchor': 'end', fill: FAINT, 'font-size': 12 });
    })
    .join('');
}

function times(at: readonly string[], x: (i: number) => number, y: number): string {
  const every = Math.ceil((at.length * LABEL_WIDTH) / (WIDTH - AREA.left - AREA.right));
  return at
    .map((text, i) =>
      (at.length - 1 - i) % every === 0 ? label(x(i), y, text, { 'text-anchor': 'middle', fill: FAINT, 'font-size': 12 }) : '',
    )
    .join('');
}

function path(
  values: readonly (number | null)[],
  x: (i: number) => number,
  y: (value: number) => number,
  colour: string,
  told: (value: number, i: number) => string,
): string {
  let pen = 'M';
  let way = '';
  const points: string[] = [];
  for (const [i, value] of values.entries()) {
    if (value === null) {
      pen = 'M';
      continue;
    }
    way += `${pen}${tidy(x(i))} ${tidy(y(value))}`;
    pen = 'L';
    points.push(element('circle', { cx: x(i), cy: y(value), r: 4, fill: colour }, element('title', {}, escaped(told(value, i)))));
  }
  return element('path', { d: way, fill: 'none', stroke: colour, 'stroke-width': 2.5, 'stroke-linejoin': 'round' }) + points.join('');
}

function legend(series: Lines['series'], y: number): string {
  let at = AREA.left;
  return series
    .map(({ label: text, tone }, i) => {
      const x = at;
      at += 34 + text.length * 7.5;
      const mark = element('rect', { x, y, width: 12, height: 12, rx: 2, fill: colourOf(tone, i) });
      return mark + label(x + 18, y + 11, text, { 'font-size': 12 });
    })
    .join('');
}

/** The next of 1, 2, 5, 10, 20, … */
function roundedUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10);
}

function tidy(value: number): number {
  return Math.round(value * 10) / 10;
}
