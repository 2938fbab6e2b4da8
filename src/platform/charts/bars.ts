import type { Bars } from './chart.js';
import { colourOf, element, escaped, FAINT, GRID, INK, label, picture, shortened } from './svg.js';

const WIDTH = 760;
const TOP = 44;
const ROW = 28;
const BAR = 16;
const LABELS = 300;
const VALUES = 96;
const LONGEST_LABEL = 42;
/** More make no picture. */
const MOST_BARS = 40;

/** Horizontal bars: room for the long names of rows and desks. */
export function drawBars({ title, about, empty, items, most, more }: Bars): string {
  const shown = items.slice(0, MOST_BARS);
  const whole = Math.max(most ?? 0, ...shown.map(({ value }) => value)) || 1;
  const left = items.length - shown.length;
  const beneath = shown.length === 0 ? empty : left > 0 ? more.replace('{n}', String(left)) : '';
  const height = TOP + shown.length * ROW + (beneath ? ROW : 8);
  const head = label(0, 22, title, { 'font-size': 16, 'font-weight': 600 });
  const rows = shown.map((item, i) => row(item, TOP + i * ROW, (item.value / whole) * (WIDTH - LABELS - VALUES)));
  const foot = beneath ? label(0, TOP + shown.length * ROW + 16, beneath, { fill: FAINT }) : '';
  return picture(WIDTH, height, title, about, head + rows.join('') + foot);
}

function row(item: Bars['items'][number], y: number, length: number): string {
  const middle = y + BAR - 4;
  const track = element('rect', { x: LABELS, y, width: WIDTH - LABELS - VALUES, height: BAR, fill: GRID, opacity: '0.45', rx: 3 });
  const bar = element('rect', { x: LABELS, y, width: Math.max(0, length), height: BAR, fill: colourOf(item.tone ?? 'plain'), rx: 3 });
  const parts = [
    element('title', {}, escaped(`${item.label}: ${item.text}`)),
    label(0, middle, shortened(item.label, LONGEST_LABEL), { fill: INK }),
    track,
    bar,
    label(WIDTH, middle, item.text, { 'text-anchor': 'end', 'font-weight': 600 }),
  ];
  return element('g', {}, parts.join(''));
}
