/** What a text says where: `{{name}}`, and `{{#name}}…{{/name}}` for each entry of a list, or where there is something. */
export type TemplateNode = string | { readonly name: string; readonly inner?: readonly TemplateNode[] };

/** Values of placeholders: texts, and lists of entries that have texts of their own. */
export type TemplateValues = Readonly<Record<string, string | readonly Readonly<Record<string, string>>[]>>;

/** Which placeholders there are: a text, or a list with the names within its entries. */
export type Placeholders = Readonly<Record<string, 'text' | readonly string[]>>;

const TAG = /\{\{\s*([#/]?)\s*([A-Za-z][A-Za-z0-9.]*)\s*\}\}/g;

interface Section {
  readonly name: string;
  readonly nodes: TemplateNode[];
  readonly known: Placeholders;
}

/** Reads a template; throws an Error that says what is wrong with it. */
export function parseTemplate(text: string, known: Placeholders): readonly TemplateNode[] {
  const parts = text.split(TAG);
  const open: Section[] = [{ name: '', nodes: [], known }];
  for (let i = 0; i < parts.length; i += 3) {
    const [plain = '', mark, name] = parts.slice(i, i + 3);
    if (/\{\{|\}\}/.test(plain)) throw new Error(`"${plain.trim().slice(0, 40)}" is no placeholder`);
    open.at(-1)!.nodes.push(plain);
    if (name === undefined) continue;
    if (mark === '/') close(open, name);
    else if (mark === '#') open.push(section(open.at(-1)!, name));
    else open.at(-1)!.nodes.push({ name: placeholder(open.at(-1)!, name) });
  }
  if (open.length > 1) throw new Error(`{{#${open.at(-1)!.name}}} is not closed`);
  return open[0]!.nodes;
}

/** Fills a template in; what has no value is left out. */
export function renderTemplate(nodes: readonly TemplateNode[], values: TemplateValues): string {
  return nodes.map((node) => (typeof node === 'string' ? node : renderNode(node, values))).join('');
}

function renderNode({ name, inner }: Exclude<TemplateNode, string>, values: TemplateValues): string {
  const value = values[name] ?? '';
  if (!inner) return typeof value === 'string' ? value : '';
  if (typeof value === 'string') return value === '' ? '' : renderTemplate(inner, values);
  return value.map((entry) => renderTemplate(inner, { ...values, ...entry })).join('');
}

function section({ known }: Section, name: string): Section {
  const found = known[name];
  if (found === undefined) throw unknown(name, known);
  const within = found === 'text' ? {} : Object.fromEntries(found.map((field) => [field, 'text' as const]));
  return { name, nodes: [], known: { ...known, ...within } };
}

function placeholder({ known }: Section, name: string): string {
  if (known[name] !== 'text') throw unknown(name, known);
  return name;
}

function close(open: Section[], name: string): void {
  const ended = open.length > 1 ? open.pop() : undefined;
  if (ended?.name !== name) throw new Error(`{{/${name}}} closes nothing`);
  open.at(-1)!.nodes.push({ name, inner: ended.nodes });
}

function unknown(name: string, known: Placeholders): Error {
  return new Error(`there is no {{${name}}} here; there are: ${Object.keys(known).join(', ')}`);
}
