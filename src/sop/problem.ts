/** Where something stands in a definition file: keys and list positions from the top. */
export type DefinitionPath = readonly (string | number)[];

/** One thing that is wrong in a definition or agency file. */
export interface SopProblem {
  readonly at: DefinitionPath;
  /** The same place as people write it, such as `steps[4].outcomes[0].leadsTo`. */
  readonly path: string;
  /** A sentence that names what is allowed. */
  readonly detail: string;
}

/** What was read, or everything that is wrong with it. */
export type ParseResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly SopProblem[] };

/** A definition with more problems than this has one cause; listing them all would only hide it. */
const MOST = 200;

/** `steps[4].outcomes[0].leadsTo`; the file as a whole is `(file)`. */
export function pathText(at: DefinitionPath): string {
  const text = at.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part.slice(0, 80)}`)).join('');
  return text.replace(/^\./, '') || '(file)';
}

/** Collects every problem, so that an author sees them all at once. */
export class Problems {
  private readonly found: SopProblem[] = [];

  add(at: DefinitionPath, detail: string): void {
    if (this.found.length < MOST) this.found.push({ at, path: pathText(at), detail });
    else if (this.found.length === MOST)
      this.found.push({ at: [], path: pathText([]), detail: `There are more problems; these are the first ${MOST}.` });
  }

  get list(): readonly SopProblem[] {
    return this.found;
  }
}

/** "a, b or c", for sentences that name what is allowed. */
export function oneOf(names: Iterable<string>): string {
  const all = [...names];
  if (all.length < 2) return all[0] ?? '(there is none)';
  return `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
}

/** A name from the file as it may stand in a sentence: quoted and not endless. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
}
