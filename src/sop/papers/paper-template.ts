import { parseTemplate, type Placeholders } from '../../kernel/template.js';
import { deepFreeze } from '../deep-freeze.js';
import { isPlainObject, list, optional, record, text, word, type Decoder } from '../decoder.js';
import { Problems, type ParseResult, type DefinitionPath } from '../problem.js';

/** A line of its own, once, or once per entry of the list that `for` names. */
export interface TemplateItem {
  readonly for?: string;
  readonly text: string;
}

/** `Label : value`, once or per entry of a list; a line without a value is left out. */
export interface TemplateField {
  readonly for?: string;
  readonly label: string;
  readonly value: string;
}

/** A part of the body, in this order: heading, paragraphs, fields, numbered list. What comes out empty is left out. */
export interface TemplateBlock {
  readonly heading?: string;
  readonly text?: string;
  readonly fields?: readonly TemplateField[];
  readonly list?: readonly TemplateItem[];
}

/** Who signs: office, name, and the civil servant's number. */
export interface TemplateSignature {
  readonly office: string;
  readonly name: string;
  readonly nip?: string;
}

/** What a paper says, with `{{placeholders}}`. */
export interface PaperTemplate {
  /** `letter`: nomor, sifat, lampiran, hal, and to whom. `titled`: its title and number in the middle. */
  readonly layout: 'letter' | 'titled';
  readonly title: string;
  /** Shown only while there is something to show. */
  readonly number?: string;
  readonly nature?: string;
  readonly attachment?: string;
  readonly subject?: string;
  readonly to?: string;
  readonly body: readonly TemplateBlock[];
  /** One stands on the right; of two, the first on the left. */
  readonly signatures: readonly TemplateSignature[];
  /** Tembusan. */
  readonly copies: readonly string[];
}

const phrase = text(500);
const prose = text(10_000);

const item: Decoder<TemplateItem> = (value, at, problems) =>
  isPlainObject(value)
    ? record<TemplateItem>({ for: optional(text(60)), text: prose })(value, at, problems)
    : plainItem(value, at, problems);

const plainItem: Decoder<TemplateItem> = (value, at, problems) => {
  const read = prose(value, at, problems);
  return read === undefined ? undefined : { text: read };
};

const field = record<TemplateField>({ for: optional(text(60)), label: phrase, value: prose });

const block = record<TemplateBlock>({
  heading: optional(phrase),
  text: optional(prose),
  fields: optional(list(field)),
  list: optional(list(item)),
});

const template = record<PaperTemplate>({
  layout: word(['letter', 'titled']),
  title: phrase,
  number: optional(phrase),
  nature: optional(phrase),
  attachment: optional(phrase),
  subject: optional(phrase),
  to: optional(phrase),
  body: list(block, { least: 1 }),
  signatures: optional(list(record<TemplateSignature>({ office: phrase, name: phrase, nip: optional(phrase) }), { most: 2 }), []),
  copies: optional(list(phrase), []),
});

/** Reads the template of a paper from parsed YAML: the template, frozen, or all its problems. */
export function parsePaperTemplate(data: unknown): ParseResult<PaperTemplate> {
  const problems = new Problems();
  const read = template(data, [], problems);
  return read && problems.list.length === 0 ? { ok: true, value: deepFreeze(read) } : { ok: false, problems: problems.list };
}

/** Names every placeholder that there is not, and every one that is not written rightly. */
export function checkPaperTemplate(read: PaperTemplate, known: Placeholders, problems: Problems): void {
  const check = (written: string | undefined, at: DefinitionPath, extra: Placeholders = {}) => {
    if (written === undefined) return;
    try {
      parseTemplate(written, { ...known, ...extra });
    } catch (error) {
      problems.add(at, (error as Error).message);
    }
  };
  const each = ({ for: name }: { readonly for?: string }, at: DefinitionPath): Placeholders => {
    if (name === undefined) return {};
    const found = Object.hasOwn(known, name) ? known[name] : undefined;
    if (Array.isArray(found)) return Object.fromEntries((found as readonly string[]).map((entry) => [entry, 'text' as const]));
    const lists = Object.keys(known).filter((key) => known[key] !== 'text');
    problems.add([...at, 'for'], `there is no list "${name.slice(0, 60)}" here; there are: ${lists.join(', ')}`);
    return {};
  };
  for (const part of ['title', 'number', 'nature', 'attachment', 'subject', 'to'] as const) check(read[part], [part]);
  read.body.forEach(({ heading, text: written, fields = [], list: items = [] }, i) => {
    check(heading, ['body', i, 'heading']);
    check(written, ['body', i, 'text']);
    fields.forEach((line, j) => {
      const at = ['body', i, 'fields', j];
      const extra = each(line, at);
      check(line.label, [...at, 'label'], extra);
      check(line.value, [...at, 'value'], extra);
    });
    items.forEach((line, j) => {
      const at = ['body', i, 'list', j];
      check(line.text, line.for === undefined ? at : [...at, 'text'], each(line, at));
    });
  });
  read.signatures.forEach((signature, i) => {
    for (const part of ['office', 'name', 'nip'] as const) check(signature[part], ['signatures', i, part]);
  });
  read.copies.forEach((copy, i) => check(copy, ['copies', i]));
}
