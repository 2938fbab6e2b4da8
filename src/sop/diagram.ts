import { BACK, drawLabel, drawLanes, drawNext, drawRow, drawTrunk, FORWARD, HEAD_HEIGHT, INK } from './diagram/draw.js';
import { layoutOf, MARGIN } from './diagram/layout.js';
import { planOf, type DiagramLanguage } from './diagram/plan.js';
import { arrowhead, element, escaped, line, textLine } from './diagram/svg.js';
import { timeText, totalText, WORDS } from './diagram/words.js';
import { ENDINGS, type SopDefinition } from './sop-definition.js';
import { standardTotals } from './standard-totals.js';

const TITLE_HEIGHT = 76;
const LEGEND_HEIGHT = 44;
const FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif";

/**
 * The SOP as a picture (SVG): a column per actor as in the SOP's Pelaksana block, a box per step from top to bottom,
 * arrows for the outcomes. Stands by itself: no scripts, no fonts or styles from elsewhere.
 */
export function diagram(definition: SopDefinition, { language }: { readonly language: DiagramLanguage }): string {
  const layout = layoutOf(planOf(definition, language), TITLE_HEIGHT + HEAD_HEIGHT + 20);
  const height = layout.height + LEGEND_HEIGHT;
  const exits = [...layout.exits];
  const parts = [
    element('rect', { width: layout.width, height, fill: '#ffffff' }),
    heading(definition, language),
    drawLanes(layout, definition, TITLE_HEIGHT, layout.height),
    ...layout.trunks.map((trunk) => drawTrunk(trunk, layout)),
    ...exits.filter((exit) => !exit.trunk).map((exit) => drawNext(exit, layout)),
    ...layout.rows.map((row) => drawRow(row, layout, definition, language)),
    ...exits.map((exit) => drawLabel(exit, layout)),
    legend(layout.height + 26, language),
  ];
  const id = `sop-${definition.code}`;
  const title = element('title', { id: `${id}-title` }, escaped(definition.label[language]));
  const desc = element('desc', { id: `${id}-desc` }, escaped(inWords(definition, language)));
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width: layout.width,
    height,
    viewBox: `0 0 ${Math.round(layout.width)} ${Math.round(height)}`,
    role: 'img',
    'aria-labelledby': `${id}-title ${id}-desc`,
    lang: language,
    'font-family': escaped(FONTS),
    fill: INK.text,
  };
  return `${element('svg', attributes, [title, desc, ...parts].join('\n'))}\n`;
}

function heading(definition: SopDefinition, language: DiagramLanguage): string {
  const totals = standardTotals(definition);
  const times = ENDINGS.flatMap((ending) => {
    const total = totals[ending];
    return total ? [`${WORDS[language].ends[ending].replace(/^.*: /, '')} ${totalText(total.text, language)}`] : [];
  });
  return [
    textLine([MARGIN, 34], definition.header.name, { 'font-size': 18, 'font-weight': 700 }),
    textLine([MARGIN, 56], [definition.header.number, `${WORDS[language].total}: ${times.join(', ')}`].join('  ·  '), {
      'font-size': 12,
      fill: INK.muted,
    }),
  ].join('');
}

function legend(y: number, language: DiagramLanguage): string {
  const words = WORDS[language];
  const sample = (x: number, style: typeof FORWARD | typeof BACK, text: string) =>
    line(
      [
        [x, y - 4],
        [x + 36, y - 4],
      ],
      style,
    ) +
    arrowhead([x, y - 4], [x + 42, y - 4], style.stroke) +
    textLine([x + 50, y], text, { 'font-size': 11, fill: INK.muted });
  return (
    sample(MARGIN, FORWARD, words.forward) +
    sample(MARGIN + 150, BACK, words.back) +
    textLine([MARGIN + 290, y], words.reading, { 'font-size': 11, fill: INK.muted })
  );
}

/** The same in words, for those who do not see the picture. */
function inWords(definition: SopDefinition, language: DiagramLanguage): string {
  const titles = new Map(definition.actors.map((actor) => [actor.role, actor.title]));
  return definition.steps
    .map((step) => {
      const who = step.roles.map((role) => titles.get(role) ?? role).join(', ');
      const ways = step.outcomes.map(
        ({ label, leadsTo }) =>
          `${label[language]}: ${typeof leadsTo === 'number' ? `${WORDS[language].leadsTo} ${leadsTo}` : WORDS[language].ends[leadsTo]}`,
      );
      return `${step.no}. ${step.activity} (${who}; ${timeText(step.standardTime, language)}). ${ways.join('; ')}.`;
    })
    .join('\n');
}
