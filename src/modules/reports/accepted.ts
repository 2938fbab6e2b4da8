import { notAcceptable } from './report-refusals.js';

/** Media by the names under which they are asked for, the usual one first. */
export const MEDIA = {
  json: 'application/json',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  svg: 'image/svg+xml',
} as const;

export type Medium = keyof typeof MEDIA;

/** What `Accept` likes best of what there is (RFC 9110, 12.5.1): the most specific range says how much; refused when it likes none. */
export function accepted(accept: string | undefined, available: readonly Medium[]): Medium {
  const ranges = (accept?.trim() || '*/*')
    .slice(0, 1000)
    .toLowerCase()
    .split(',')
    .map((part) => {
      const [range = '', ...params] = part.split(';').map((each) => each.trim());
      const q = params.map((param) => /^q=(\d(?:\.\d{0,3})?)$/.exec(param)?.[1]).find((value) => value !== undefined);
      return { range, q: q === undefined ? 1 : Number(q) };
    });
  const liked = available.map((medium) => ({ medium, q: qualityOf(MEDIA[medium], ranges) }));
  const best = liked.reduce((one, other) => (other.q > one.q ? other : one));
  if (best.q <= 0) throw notAcceptable({ known: available.map((medium) => MEDIA[medium]).join(', ') });
  return best.medium;
}

function qualityOf(type: string, ranges: readonly { readonly range: string; readonly q: number }[]): number {
  for (const name of [type, `${type.split('/')[0]}/*`, '*/*']) {
    const found = ranges.find(({ range }) => range === name);
    if (found) return found.q;
  }
  return 0;
}
