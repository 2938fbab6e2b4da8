import { drawBars } from './bars.js';
import type { Chart } from './chart.js';
import { drawLines } from './lines.js';

/** A picture as SVG that stands alone: no script, no style sheet, nothing from elsewhere. */
export function draw(chart: Chart): string {
  return chart.kind === 'bars' ? drawBars(chart) : drawLines(chart);
}
