import { lineHeight, type Pen } from '../../../platform/pdf/pen.js';
import type { FilledBlock } from '../../../sop/papers/fill-paper.js';
import { BODY, GAP, PAGE, STRONG, WIDTH } from './look.js';

const LABELS = 166;
const COLON = 10;
const NUMBERS = 20;

/** The parts of the body, one below the other. */
export function body(pen: Pen, blocks: readonly FilledBlock[]): void {
  for (const block of blocks) {
    heading(pen, block);
    if (block.text !== '') paragraphs(pen, block.text);
    if (block.fields.length > 0) fields(pen, block.fields);
    if (block.list.length > 0) numbered(pen, block.list);
    pen.y += GAP;
  }
}

function heading(pen: Pen, { heading, text, fields, list }: FilledBlock): void {
  if (heading === '') return;
  const alone = text === '' && fields.length === 0 && list.length === 0;
  // A heading at the foot of a page heads nothing.
  pen.room(lineHeight(STRONG) * (alone ? 1 : 3));
  pen.write(alone ? heading : `${heading}:`, STRONG, { x: PAGE.left, width: WIDTH, align: alone ? 'center' : 'left' });
}

function paragraphs(pen: Pen, text: string): void {
  for (const paragraph of text.split(/\n+/)) {
    pen.write(paragraph, BODY, { x: PAGE.left, width: WIDTH, align: 'justify' });
    pen.y += 3;
  }
}

/** `Label : value`, the values in one column; both may take several lines. */
export function fields(pen: Pen, rows: FilledBlock['fields'], x = PAGE.left, width: number = WIDTH, labels = LABELS): void {
  for (const { label, value } of rows) {
    const left = { x, width: labels - 6 };
    const right = { x: x + labels + COLON, width: width - labels - COLON };
    const labelHeight = pen.height(label, BODY, left);
    pen.room(Math.max(labelHeight, Math.min(pen.height(value, BODY, right), 6 * lineHeight(BODY))));
    const { y } = pen;
    pen.writeAt(label, BODY, left, y);
    pen.writeAt(':', BODY, { x: x + labels, width: COLON }, y);
    const page = pen.pages;
    pen.write(value, BODY, right);
    if (pen.pages === page) pen.y = Math.max(pen.y, y + labelHeight);
  }
}

function numbered(pen: Pen, lines: readonly string[]): void {
  lines.forEach((line, i) => {
    pen.room(lineHeight(BODY));
    const number = lines.length > 1 ? NUMBERS : 0;
    if (number > 0) pen.writeAt(`${i + 1}.`, BODY, { x: PAGE.left, width: number }, pen.y);
    pen.write(line, BODY, { x: PAGE.left + number, width: WIDTH - number, align: 'justify' });
  });
}
