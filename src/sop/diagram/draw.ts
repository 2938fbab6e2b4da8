import type { SopDefinition, Step } from '../sop-definition.js';
import { BOX, CIRCLE, MARGIN, type Exit, type Layout, type Trunk } from './layout.js';
import type { DiagramLanguage, Spot } from './plan.js';
import { arrowhead, element, line, textLine, type Point } from './svg.js';
import { wrapped } from './text.js';
import { timeText, WORDS } from './words.js';

export const INK = {
  text: '#1a2733',
  muted: '#4a5a6a',
  line: '#2f4f7a',
  back: '#a3450f',
  frame: '#2f4f7a',
  strip: '#e3ecf7',
  rule: '#d3dbe5',
  head: '#eef2f8',
  helper: '#f6f1e4',
  helperLine: '#8a7438',
} as const;
const ENDS = { granted: '#1d7a46', rejected: '#b3261e', withdrawn: '#5a6672' } as const;
const HALO = { 'paint-order': 'stroke', stroke: '#ffffff', 'stroke-width': 3, 'stroke-linejoin': 'round' } as const;
export const FORWARD = { fill: 'none', stroke: INK.line, 'stroke-width': 1.5 } as const;
export const BACK = { fill: 'none', stroke: INK.back, 'stroke-width': 1.4, 'stroke-dasharray': '5 4' } as const;
const HELPER = { width: 74, height: 20 };
export const HEAD_HEIGHT = 44;

/** The columns with their titles. */
export function drawLanes({ lanes, width }: Layout, definition: SopDefinition, top: number, bottom: number): string {
  const between = lanes.slice(1).map(({ left }, i) => (left + lanes[i]!.right) / 2);
  const edges = [MARGIN, ...between, width - MARGIN];
  const heads = lanes.map(({ center }, i) => {
    const title = wrapped(definition.actors[i]!.title, BOX.width, 12, 3);
    const first = top + HEAD_HEIGHT / 2 + 4 - (title.length - 1) * 7.5;
    return title
      .map((each, n) => textLine([center, first + n * 15], each, { 'text-anchor': 'middle', 'font-size': 12, 'font-weight': 600 }))
      .join('');
  });
  const rules = edges.map((x) => element('path', { d: `M${x} ${top}V${bottom}`, stroke: INK.rule, 'stroke-width': 1 }));
  return (
    element('rect', { x: edges[0]!, y: top, width: edges.at(-1)! - edges[0]!, height: HEAD_HEIGHT, fill: INK.head }) +
    rules.join('') +
    heads.join('')
  );
}

/** What stands in a row: a box, or the circle of the start or an ending. */
export function drawRow(
  { spot, top, bottom, lines }: Layout['rows'][number],
  layout: Layout,
  definition: SopDefinition,
  language: DiagramLanguage,
): string {
  const lane = layout.lanes[spot.lane]!;
  if (spot.shows.kind === 'step') {
    return (
      drawHelpers(spot.shows.step, lane, bottom - 12, layout, definition, language) +
      drawBox(spot.shows.step, lane.left, top, bottom, lines, language)
    );
  }
  const center: Point = [lane.center, (top + bottom) / 2];
  const start = spot.shows.kind === 'start';
  const colour = spot.shows.kind === 'end' ? ENDS[spot.shows.ending] : INK.line;
  const name = spot.shows.kind === 'end' ? WORDS[language].ends[spot.shows.ending] : WORDS[language].start;
  const circle = element('circle', {
    cx: center[0],
    cy: center[1],
    r: CIRCLE - 1,
    fill: start ? colour : '#ffffff',
    stroke: colour,
    'stroke-width': 2,
  });
  const core = start ? '' : element('circle', { cx: center[0], cy: center[1], r: 5, fill: colour });
  return (
    circle + core + textLine([center[0] + CIRCLE + 6, center[1] + 4], name, { 'font-size': 11, 'font-weight': 600, fill: colour, ...HALO })
  );
}

function drawBox(step: Step, left: number, top: number, bottom: number, lines: readonly string[], language: DiagramLanguage): string {
  const height = bottom - top;
  const inner = left + BOX.strip + BOX.padding;
  const radius = 5;
  const strip = `M${left + BOX.strip} ${top}H${left + radius}Q${left} ${top} ${left} ${top + radius}V${bottom - radius}Q${left} ${bottom} ${left + radius} ${bottom}H${left + BOX.strip}Z`;
  const number = `${step.no}${step.performersFrom === 'reading' ? '*' : ''}`;
  return [
    element('rect', { x: left, y: top, width: BOX.width, height, rx: radius, fill: '#ffffff' }),
    element('path', { d: strip, fill: INK.strip }),
    element('rect', { x: left, y: top, width: BOX.width, height, rx: radius, fill: 'none', stroke: INK.frame, 'stroke-width': 1.3 }),
    textLine([left + BOX.strip / 2, top + BOX.padding + BOX.size - 1], number, {
      'text-anchor': 'middle',
      'font-size': 12,
      'font-weight': 700,
    }),
    ...lines.map((each, i) => textLine([inner, top + BOX.padding + BOX.size - 1 + i * BOX.line], each, { 'font-size': BOX.size })),
    textLine([inner, bottom - BOX.padding - 1], timeText(step.standardTime, language), {
      'font-size': BOX.small,
      fill: INK.muted,
      'font-weight': 600,
    }),
  ].join('');
}

/** Who takes part besides the performer: a note in their own lane, tied to the box. */
function drawHelpers(
  step: Step,
  lane: Layout['lanes'][number],
  y: number,
  layout: Layout,
  definition: SopDefinition,
  language: DiagramLanguage,
): string {
  return step.roles
    .slice(1)
    .map((role) => layout.lanes[definition.actors.findIndex((actor) => actor.role === role)])
    .filter((helper) => helper !== undefined && helper !== lane)
    .map((helper) => {
      const { center } = helper!;
      const right = center > lane.center;
      const tie = line(
        [
          [right ? lane.right : lane.left, y],
          [center, y],
        ],
        { stroke: INK.helperLine, 'stroke-width': 1.3, 'stroke-dasharray': '1 3', 'stroke-linecap': 'round', fill: 'none' },
      );
      const note = element('rect', {
        x: center - HELPER.width / 2,
        y: y - HELPER.height / 2,
        width: HELPER.width,
        height: HELPER.height,
        rx: HELPER.height / 2,
        fill: INK.helper,
        stroke: INK.helperLine,
      });
      return (
        tie +
        note +
        textLine([center, y + 3.5], WORDS[language].takesPart, { 'text-anchor': 'middle', 'font-size': BOX.small, fill: INK.text })
      );
    })
    .join('');
}

/** The line beside a lane with its arrow into the box. */
export function drawTrunk(trunk: Trunk, layout: Layout): string {
  const x = layout.trunkX(trunk);
  const starts = layout.exits.filter((exit) => exit.trunk === trunk).map((exit) => exit.y);
  const far = trunk.kind === 'back' ? Math.max(...starts) : Math.min(...starts);
  const tip = entrance(trunk.to, trunk.kind, layout);
  const style = trunk.kind === 'back' ? BACK : FORWARD;
  const outermost = layout.exits.find((exit) => exit.trunk === trunk && exit.y === far)!;
  const { bottom } = layout.rows[outermost.way.from.row]!;
  const whole: Point[] = [[outermost.x, bottom], [outermost.x, far], [x, far], [x, tip[1]], tip];
  const joining = layout.exits.filter((exit) => exit.trunk === trunk && exit !== outermost);
  const branches = joining.map((exit) =>
    line(
      [
        [exit.x, layout.rows[exit.way.from.row]!.bottom],
        [exit.x, exit.y],
        [x, exit.y],
      ],
      style,
    ),
  );
  return branches.join('') + line(whole, style) + arrowhead([x, tip[1]], tip, style.stroke);
}

/** Into the side of a box, above the ties of those who take part. */
function entrance(to: Spot, kind: Trunk['kind'], layout: Layout): Point {
  const { top, bottom } = layout.rows[to.row]!;
  const lane = layout.lanes[to.lane]!;
  if (to.shows.kind !== 'step') return [lane.center + (kind === 'back' ? -CIRCLE : CIRCLE), (top + bottom) / 2];
  return [kind === 'back' ? lane.left : lane.right, top + 14];
}

/** The arrow from the middle of a box to the next row. */
export function drawNext({ way, x, y }: Exit, layout: Layout): string {
  const from: Point = [x, layout.rows[way.from.row]!.bottom];
  const tip: Point = [layout.lanes[way.to.lane]!.center, layout.rows[way.to.row]!.top];
  const points: Point[] = x === tip[0] ? [from, tip] : [from, [x, y], [tip[0], y], tip];
  return line(points, FORWARD) + arrowhead([tip[0], y], tip, INK.line);
}

/** The name of an outcome, on the line that it names; drawn last, over a halo, so that no line runs through it. */
export function drawLabel({ way, x, y, trunk }: Exit, layout: Layout): string {
  if (!way.label) return '';
  const to = trunk ? layout.trunkX(trunk) : layout.lanes[way.to.lane]!.center;
  const left = to < x;
  const fill = way.kind === 'back' ? INK.back : INK.text;
  return textLine([left ? x - 6 : x + 6, y - 5], way.label, {
    'text-anchor': left ? 'end' : 'start',
    'font-size': BOX.small,
    fill,
    ...HALO,
  });
}
