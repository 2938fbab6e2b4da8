import type { Found, PdfFile } from './pdf-file.js';
import { Dict, isArray, Name, Ref, Text, type PdfValue } from './values.js';

/** Actions that run, start, send, fetch or play something; an action that shows a page or follows a link does not. */
const ACTIONS = new Set([
  'JavaScript',
  'Launch',
  'SubmitForm',
  'ImportData',
  'Rendition',
  'Movie',
  'Sound',
  'GoToE',
  'GoToR',
  'RichMediaExecute',
  'GoTo3DView',
]);
const SUBTYPES = new Set(['RichMedia', 'Screen', 'Movie', 'Sound', '3D', 'FileAttachment', 'PS']);
const TYPES = new Set(['EmbeddedFile', 'Rendition', 'RichMedia', 'RichMediaContent', 'RichMediaSettings', '3D']);
/** Their keys are names that a program has made up. */
const NAMING = new Set([
  'Font',
  'XObject',
  'ColorSpace',
  'Pattern',
  'Shading',
  'ExtGState',
  'Properties',
  'CharProcs',
  'Dests',
  'ClassMap',
  'RoleMap',
]);
/** Looked for without regard to syntax where an object does not parse: readers differ in what they make of it. */
const LOOSE = new Set([...ACTIONS, 'EmbeddedFile', 'EmbeddedFiles', 'RichMedia', 'XFA']);
const SCRIPT_ADDRESS = /^(?:javascript|vbscript|data):/i;
const SLASH = 0x2f;

/** Finds what runs by itself or carries something, by the keys and names of objects: strings and page content say nothing. */
export class ActiveContent {
  private readonly malformed = new Map<Buffer, number>();
  private within: Found | undefined;

  constructor(private readonly file: PdfFile) {}

  /** Looks at one object; the name of what is active in it. */
  in(found: Found): string | undefined {
    const { value, malformed, bytes, at } = found;
    this.within = found;
    if (malformed) this.malformed.set(bytes, Math.min(at, this.malformed.get(bytes) ?? at));
    return this.of(value, '');
  }

  get sawMalformed(): boolean {
    return this.malformed.size > 0;
  }

  /** Looks at all names behind the first object that does not parse. */
  loose(): string | undefined {
    for (const [bytes, from] of this.malformed) {
      for (let at = bytes.indexOf(SLASH, from); at >= 0; at = bytes.indexOf(SLASH, at + 1)) {
        const name = looseName(bytes, at + 1);
        if (LOOSE.has(name)) return name;
      }
    }
    return undefined;
  }

  /** What is active in a value; `key` is what it stands under. */
  of(value: PdfValue, key: string): string | undefined {
    if (isArray(value)) return firstOf(value, (each) => this.of(each, key));
    if (!(value instanceof Dict)) return undefined;
    const naming = NAMING.has(key);
    return firstOf(value.pairs, ([name, each]) => (naming ? undefined : this.pair(name, each)) ?? this.of(each, naming ? '' : name));
  }

  private pair(key: string, value: PdfValue): string | undefined {
    switch (key) {
      case 'S':
        return this.nameIn(value, ACTIONS);
      case 'Type':
        return this.nameIn(value, TYPES);
      case 'Subtype':
        return this.nameIn(value, SUBTYPES);
      case 'JS':
        return this.some(value, (each) => each instanceof Text) || this.file.isStream(value) ? key : undefined;
      case 'JavaScript':
      case 'EmbeddedFiles':
        return this.someOrLost(value, (each) => this.isFilledTree(each)) ? key : undefined;
      case 'EF':
      case 'RichMediaContent':
      case 'RichMediaSettings':
        return this.someOrLost(value, (each) => each instanceof Dict && each.pairs.length > 0) ? key : undefined;
      case 'XFA':
        return this.someOrLost(value, isFilled) || this.file.isStream(value) ? key : undefined;
      case 'URI':
        return this.file.textsOf(value, this.within).some((text) => SCRIPT_ADDRESS.test(plain(text))) ? key : undefined;
      default:
        return undefined;
    }
  }

  private nameIn(value: PdfValue, names: ReadonlySet<string>): string | undefined {
    const found = this.file.resolve(value).find((each) => each instanceof Name && names.has(each.text));
    return found instanceof Name ? found.text : undefined;
  }

  private some(value: PdfValue, test: (each: PdfValue) => boolean): boolean {
    return this.file.resolve(value).some(test);
  }

  /** A reference to what is not there counts as what it would be: another reader may find it. */
  private someOrLost(value: PdfValue, test: (each: PdfValue) => boolean): boolean {
    const found = this.file.resolve(value);
    return found.some(test) || (value instanceof Ref && found.length === 0);
  }

  /** A name tree with nothing in it is left behind by programs that merge files. */
  private isFilledTree(value: PdfValue): boolean {
    if (isArray(value)) return value.length > 0;
    if (!(value instanceof Dict)) return false;
    const branches = [...value.all('Names'), ...value.all('Kids')];
    return branches.some((branch) => this.some(branch, (each) => !isArray(each) || each.length > 0));
  }
}

const isFilled = (value: PdfValue): boolean => (isArray(value) ? value.length > 0 : value instanceof Text);

function firstOf<T>(values: readonly T[], find: (value: T) => string | undefined): string | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A string without what Unicode strings have beside their letters, and without what schemes are hidden by. */
function plain({ beginning }: Text): string {
  return [...beginning].filter((sign) => sign > ' ' && sign < '\x7f').join('');
}

function looseName(bytes: Buffer, from: number): string {
  const written = bytes
    .toString('latin1', from, from + 80)
    .replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return /^[A-Za-z0-9]*/.exec(written)![0];
}
