import { escaped } from '../../kernel/html.js';
import type { Bars } from './chart.js';
import { colourOf, element, FAINT, GRID, heading, label, picture, shortened, WIDTH } from './svg.js';

const ROW = 38;
const BAR = 12;
const TEXT = 14;
const LONGEST_LABEL = 42;
/** More make no picture. */
const MOST_BARS = 25;

/** Bars one beneath the other, each under its name: rows and desks have long ones, and telephones are narrow. */
export function drawBars({ title, about, empty, items, most, more }: Bars, bare: boolean): string {
  const head = heading(title, bare);
  const shown = items.slice(0, MOST_BARS);
  const whole = Math.max(most ?? 0, ...shown.map(({ value }) => value)) || 1;
  const left = items.length - shown.length;
  const beneath = shown.length === 0 ? empty : left > 0 ? more.replace('{n}', String(left)) : '';
  const end = head.height + shown.length * ROW;
  const rows = shown.map((item, i) => row(item, head.height + i * ROW, (item.value / whole) * WIDTH));
  const foot = beneath ? label(0, end + TEXT, beneath, { fill: FAINT }) : '';
  return picture(WIDTH, end + (beneath ? 24 : 0), title, about, head.drawn + rows.join('') + foot);
}

function row(item: Bars['items'][number], y: number, length: number): string {
  const bar = { x: 0, y: y + TEXT + 5, height: BAR, rx: 3 };
  const parts = [
    element('title', {}, escaped(`${item.label}: ${item.text}`)),
    label(0, y + TEXT, shortened(item.label, LONGEST_LABEL)),
    label(WIDTH, y + TEXT, item.text, { 'text-anchor': 'end', 'font-weight': 600 }),
    element('rect', { ...bar, width: WIDTH, fill: GRID, opacity: '0.5' }),
    element('rect', { ...bar, width: Math.max(0, length), fill: colourOf(item.tone ?? 'plain') }),
  ];
  return element('g', {}, parts.join(''));
}
