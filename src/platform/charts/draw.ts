import { drawBars } from './bars.js';
import type { Chart } from './chart.js';
import { drawLines } from './lines.js';

/** A picture as SVG that stands alone: no script, no style sheet, nothing from elsewhere. `bare`: its title is said beside it. */
export function draw(chart: Chart, bare = false): string {
  return chart.kind === 'bars' ? drawBars(chart, bare) : drawLines(chart, bare);
}
