import type { Plan, Spot, Way } from './plan.js';
import { wrapped } from './text.js';

/** Sizes of the drawing, in its own units; at 96 dpi one is a pixel. */
export const BOX = { width: 158, strip: 30, padding: 8, size: 11.5, line: 14.5, small: 10.5 } as const;
export const CIRCLE = 10;
const GUTTER = { side: 14, least: 40, track: 10 };
const GAP = { above: 9, track: 17, below: 15 };
export const MARGIN = 24;

/** All arrows that come from above or below to one place, on one line beside its lane. */
export interface Trunk {
  readonly to: Spot;
  readonly kind: 'ahead' | 'back';
  readonly ways: readonly Way[];
  /** The gutter it runs in; gutter 0 is left of the first lane. */
  readonly gutter: number;
  readonly track: number;
}

/** Where an arrow leaves its box: which way, and in which line of the gap below. */
export interface Exit {
  readonly way: Way;
  readonly x: number;
  readonly y: number;
  readonly trunk?: Trunk;
}

/** Everything that is drawn, with its place. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly { readonly left: number; readonly center: number; readonly right: number }[];
  readonly rows: readonly { readonly spot: Spot; readonly top: number; readonly bottom: number; readonly lines: readonly string[] }[];
  readonly exits: readonly Exit[];
  readonly trunks: readonly Trunk[];
  trunkX(trunk: Trunk): number;
}

/** Gives every lane its width, every row its height and every arrow its own line; nothing ever crosses a box. */
export function layoutOf(plan: Plan, top: number): Layout {
  const trunks = trunksOf(plan);
  const tracks = (gutter: number, kind: Trunk['kind']) =>
    1 + Math.max(-1, ...trunks.filter((trunk) => trunk.gutter === gutter && trunk.kind === kind).map((trunk) => trunk.track));
  const gutters: { left: number; right: number }[] = [];
  const lanes: Layout['lanes'][number][] = [];
  let x = MARGIN;
  for (let gutter = 0; gutter <= plan.lanes.length; gutter++) {
    const left = x;
    x += Math.max(GUTTER.least, 2 * GUTTER.side + GUTTER.track * (tracks(gutter, 'ahead') + tracks(gutter, 'back') - 1));
    gutters.push({ left, right: x });
    if (gutter < plan.lanes.length) lanes.push({ left: x, center: x + BOX.width / 2, right: (x += BOX.width) });
  }
  const trunkX = ({ gutter, kind, track }: Trunk) =>
    kind === 'back'
      ? gutters[gutter]!.right - GUTTER.side - track * GUTTER.track
      : gutters[gutter]!.left + GUTTER.side + track * GUTTER.track;

  const rows: Layout['rows'][number][] = [];
  const exits: Exit[] = [];
  let y = top;
  for (const spot of plan.spots) {
    const lines = spot.shows.kind === 'step' ? wrapped(spot.shows.step.activity, BOX.width - BOX.strip - 2 * BOX.padding, BOX.size) : [];
    const bottom = y + (spot.shows.kind === 'step' ? lines.length * BOX.line + BOX.line + 2 * BOX.padding : 2 * CIRCLE);
    rows.push({ spot, top: y, bottom, lines });
    const leaving = exitsOf(spot, plan.ways, trunks, lanes[spot.lane]!, bottom, trunkX);
    exits.push(...leaving.exits);
    y = leaving.below;
  }
  return { width: x + MARGIN, height: y, lanes, rows, exits, trunks, trunkX };
}

/** Ways back run left of all the lanes they join, ways further down right of them; each on the first track that is free. */
function trunksOf({ ways }: Plan): Trunk[] {
  const bundles = new Map<string, { to: Spot; kind: Trunk['kind']; ways: Way[] }>();
  for (const way of ways) {
    if (way.kind === 'next') continue;
    const key = `${way.kind} ${way.to.row}`;
    const bundle = bundles.get(key) ?? { to: way.to, kind: way.kind, ways: [] };
    bundle.ways.push(way);
    bundles.set(key, bundle);
  }
  const rowsOf = (bundle: { to: Spot; ways: readonly Way[] }) => [bundle.to.row, ...bundle.ways.map((way) => way.from.row)];
  const span = (bundle: { to: Spot; ways: readonly Way[] }) => Math.max(...rowsOf(bundle)) - Math.min(...rowsOf(bundle));
  const placed: Trunk[] = [];
  for (const bundle of [...bundles.values()].sort((a, b) => span(a) - span(b))) {
    const lanes = [bundle.to.lane, ...bundle.ways.map((way) => way.from.lane)];
    const gutter = bundle.kind === 'back' ? Math.min(...lanes) : Math.max(...lanes) + 1;
    const beside = placed.filter(
      (other) =>
        other.gutter === gutter &&
        other.kind === bundle.kind &&
        Math.max(...rowsOf(other)) >= Math.min(...rowsOf(bundle)) &&
        Math.min(...rowsOf(other)) <= Math.max(...rowsOf(bundle)),
    );
    let track = 0;
    while (beside.some((other) => other.track === track)) track++;
    placed.push({ ...bundle, gutter, track });
  }
  return placed;
}

/**
 * Arrows leave at the bottom: ways back to the left, ways further down to the right, the one to the next row from the
 * middle. The outermost leaves highest, and of two on one side the one that would otherwise cross the other.
 */
function exitsOf(
  spot: Spot,
  ways: readonly Way[],
  trunks: readonly Trunk[],
  lane: Layout['lanes'][number],
  bottom: number,
  trunkX: (trunk: Trunk) => number,
) {
  const own = ways.filter((way) => way.from === spot);
  const next = own.find((way) => way.kind === 'next');
  const aside = own.flatMap((way) => trunks.filter((trunk) => trunk.ways.includes(way)).map((trunk) => ({ way, trunk })));
  const exits: Exit[] = [];
  let tracks = 0;
  for (const kind of ['back', 'ahead'] as const) {
    // Both nearest-first on the left and farthest-first on the right are: from the right to the left.
    const leaving = aside.filter(({ trunk }) => trunk.kind === kind).sort((a, b) => trunkX(b.trunk) - trunkX(a.trunk));
    const apart = (BOX.width / 2 / (leaving.length + 1)) * (kind === 'back' ? -1 : 1);
    leaving.forEach((each, i) =>
      exits.push({ ...each, x: lane.center + apart * (leaving.length - i), y: bottom + GAP.above + GAP.track * (i + 0.55) }),
    );
    tracks = Math.max(tracks, leaving.length);
  }
  if (next && (next.to.lane !== spot.lane || next.label !== '')) tracks++;
  if (next) exits.push({ way: next, x: lane.center, y: bottom + GAP.above + GAP.track * (tracks - 0.45) });
  return { exits, below: bottom + GAP.above + GAP.track * tracks + GAP.below };
}
