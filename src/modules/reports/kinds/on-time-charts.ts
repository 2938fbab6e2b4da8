import type { Sentence } from '../../../kernel/refusal.js';
import type { Bars, Chart } from '../../../platform/charts/chart.js';
import type { Tone } from '../../../platform/charts/svg.js';
import type { Line, ReportScope } from '../report.js';
import { percentText, roleTitle } from './columns.js';

const TITLE = { id: 'Tepat waktu', en: 'On time' };
export const EMPTY = { id: 'Tidak ada data pada masa ini.', en: 'There is nothing in this period.' };
export const MORE = { id: 'dan {n} lagi', en: 'and {n} more' };

/** Nine of ten in time is good, two of three is not yet bad. */
export function toneOf(percent: number | null): Tone {
  if (percent === null) return 'plain';
  return percent >= 90 ? 'good' : percent >= 67 ? 'fair' : 'bad';
}

/** The share that was in time, a bar for each line, the worst first. */
export function onTimeBars(
  labelOf: (line: Line, scope: ReportScope) => string,
  isRole = false,
): (scope: ReportScope, lines: readonly Line[]) => Chart {
  return (scope, lines): Bars => {
    const { language, from, until } = scope;
    const items = lines
      .filter((line) => typeof line['onTime'] === 'number')
      .map((line) => {
        const value = line['onTime'] as number;
        const label = labelOf(line, scope);
        return { label: isRole ? roleTitle(scope, label) : label, value, text: percentText(value, language), tone: toneOf(value) };
      })
      .sort((one, other) => one.value - other.value);
    return {
      kind: 'bars',
      title: `${TITLE[language]}, ${from} – ${until}`,
      about: items.map(({ label, text }) => `${label}: ${text}`).join('; ') || EMPTY[language],
      empty: EMPTY[language],
      more: MORE[language],
      items,
      most: 100,
    };
  };
}

interface Series {
  readonly key: string;
  readonly label: Sentence;
}

/** The share that was in time, from one time to the next. */
export function onTimeLines(at: string, series: readonly Series[]): (scope: ReportScope, lines: readonly Line[]) => Chart {
  return ({ language }, lines) => {
    const drawn = series.map(({ key, label }) => ({
      label: label[language],
      values: lines.map((line) => (typeof line[key] === 'number' ? line[key] : null)),
    }));
    const said = lines.map((line) => `${line[at]}: ${drawn.map(({ label, values }) => `${label} ${percentText(values[lines.indexOf(line)]!, language)}`).join(', ')}`); // prettier-ignore
    const title = `${TITLE[language]} (%)`;
    return {
      kind: 'lines',
      title,
      about: said.join('; '),
      empty: EMPTY[language],
      at: lines.map((line) => String(line[at])),
      series: drawn,
      most: 100,
      unit: '%',
    };
  };
}
