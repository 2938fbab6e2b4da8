import { parseTemplate, renderTemplate, type Placeholders, type TemplateValues } from '../../kernel/template.js';
import type { PaperTemplate } from './paper-template.js';

/** A part of the body with everything filled in. */
export interface FilledBlock {
  readonly heading: string;
  readonly text: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  readonly list: readonly string[];
}

/** What a paper says. */
export interface FilledPaper {
  readonly layout: PaperTemplate['layout'];
  readonly title: string;
  readonly number: string;
  readonly nature: string;
  readonly attachment: string;
  readonly subject: string;
  readonly to: string;
  readonly body: readonly FilledBlock[];
  readonly signatures: readonly { readonly office: string; readonly name: string; readonly nip: string }[];
  readonly copies: readonly string[];
}

const TO_BE_FILLED_IN = '.'.repeat(34);

/** Fills a template in. What has no value is left out, and a block of which nothing is left as well. */
export function fillPaper(template: PaperTemplate, known: Placeholders, values: TemplateValues): FilledPaper {
  const fill = (text: string | undefined, more: TemplateValues = {}) => {
    if (text === undefined) return '';
    const names = { ...known, ...Object.fromEntries(Object.keys(more).map((name) => [name, 'text' as const])) };
    return renderTemplate(parseTemplate(text, names), { ...values, ...more }).trim();
  };
  const entries = (name: string | undefined): readonly TemplateValues[] => {
    if (name === undefined) return [{}];
    const list = values[name];
    return Array.isArray(list) ? (list as readonly TemplateValues[]) : [];
  };
  const body = template.body.map(({ heading, text, fields = [], list = [] }): FilledBlock => ({
    heading: fill(heading),
    text: fill(text),
    fields: fields
      .flatMap((line) => entries(line.for).map((entry) => ({ label: fill(line.label, entry), value: fill(line.value, entry) })))
      .filter(({ value }) => value !== ''),
    list: list.flatMap((line) => entries(line.for).map((entry) => fill(line.text, entry))).filter((line) => line !== ''),
  }));
  return {
    layout: template.layout,
    title: fill(template.title),
    number: fill(template.number),
    nature: fill(template.nature),
    attachment: fill(template.attachment),
    subject: fill(template.subject),
    to: fill(template.to),
    body: body.filter((block, i) => hasContent(block) || onlyHeading(template, i, block)),
    signatures: template.signatures.map(({ office, name, nip }) => ({
      office: fill(office),
      name: fill(name),
      // To be filled in by hand where the agency's data do not know it.
      nip: nip === undefined ? '' : fill(nip) || TO_BE_FILLED_IN,
    })),
    copies: template.copies.map((copy) => fill(copy)).filter((copy) => copy !== ''),
  };
}

function hasContent({ text, fields, list }: FilledBlock): boolean {
  return text !== '' || fields.length > 0 || list.length > 0;
}

/** A heading that was meant to stand alone does; one whose content came out empty goes with it. */
function onlyHeading({ body }: PaperTemplate, i: number, block: FilledBlock): boolean {
  const { text, fields, list } = body[i]!;
  return block.heading !== '' && text === undefined && !fields?.length && !list?.length;
}
