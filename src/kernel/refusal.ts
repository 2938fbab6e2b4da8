/** Why a request is refused; the doors translate it (REST: HTTP status, GraphQL: `extensions.code`). */
export type RefusalKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'not-acceptable'
  | 'wrong-method'
  | 'conflict'
  | 'stale'
  | 'invalid'
  | 'too-large'
  | 'unsupported'
  | 'too-many'
  | 'unavailable'
  /** Another service has answered what cannot be taken. */
  | 'bad-gateway';

/** A sentence in Indonesian and in English; `{name}` is replaced from the parameters. */
export interface Sentence {
  readonly id: string;
  readonly en: string;
}

/** One thing that is wrong, and where: a JSON pointer into the input. */
export interface Problem {
  readonly pointer: string;
  readonly detail: Sentence;
  /** Which check found it, where it is one of several over the same fields. */
  readonly code?: string;
}

export type Params = Readonly<Record<string, string | number>>;

/** An expected refusal: a stable code, a sentence a clerk understands, and what exactly is wrong. Never a bug. */
export class Refusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    readonly sentence: Sentence,
    readonly params: Params = {},
    readonly problems: readonly Problem[] = [],
    /** Further members of the answer, such as the present state of what was to be changed. */
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(fill(sentence.en, params));
    this.name = 'Refusal';
  }
}

/** What a module declares once and throws where needed: `throw taskNotOpen({ step: 4 })`. */
export type RefusalFactory = (params?: Params, problems?: readonly Problem[], extra?: Readonly<Record<string, unknown>>) => Refusal;

/** Declares a kind of refusal with its texts. */
export function refusal(kind: RefusalKind, code: string, sentence: Sentence): RefusalFactory {
  return (params, problems, extra) => new Refusal(kind, code, sentence, params, problems, extra);
}

/** Puts the parameters into a sentence. */
export function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => (key in params ? String(params[key]) : whole));
}
