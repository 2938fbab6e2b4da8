/**
 * The fields of an envelope as data: the types, the widths and the reading of what arrives all come from one table,
 * so that they cannot drift apart.
 */
export type WireShape = { readonly [key: string]: Field };

export interface Scalar {
  readonly kind: 'text' | 'number' | 'boolean';
  /** Most characters, where the interface document names a length. */
  readonly width?: number | undefined;
  /** A code of digits: its leading zeros are put back when it arrives as a number. */
  readonly digits?: boolean;
  /** What a text has to look like, when we are the ones who send it. */
  readonly format?: 'date' | 'date-time' | 'link' | undefined;
}

interface Nested {
  readonly kind: 'one' | 'list';
  readonly of: WireShape;
}

export type Field = (Scalar | Nested) & {
  readonly required: boolean;
  /** What is sent for a field that must be there and of which we know nothing. */
  readonly absent?: string;
};

type Text = { readonly kind: 'text'; readonly required: true };

export const text = (width?: number) => ({ kind: 'text', required: true, width }) as const;
/** A code of that many digits. */
export const digits = (width: number) => ({ kind: 'text', required: true, width, digits: true }) as const;
/** YYYY-MM-DD. */
export const date = () => ({ kind: 'text', required: true, width: 10, format: 'date' }) as const;
/** YYYY-MM-DD HH:MM:SS: the document says 18 characters, and its own samples have 19. */
export const dateTime = () => ({ kind: 'text', required: true, width: 19, format: 'date-time' }) as const;
/** An address from which a file can be fetched. */
export const link = (width?: number) => ({ kind: 'text', required: true, width, format: 'link' }) as const;
export const number = () => ({ kind: 'number', required: true }) as const;
export const bool = () => ({ kind: 'boolean', required: true }) as const;
export const one = <const S extends WireShape>(of: S) => ({ kind: 'one', of, required: true }) as const;
export const list = <const S extends WireShape>(of: S) => ({ kind: 'list', of, required: true }) as const;
/** A field that may be left out. */
export const maybe = <const F extends Field>(field: F) =>
  ({ ...field, required: false }) as Omit<F, 'required'> & { readonly required: false };
/** A field that is always sent, as "-" when we know nothing. */
export const orDash = <const F extends Field>(field: F) => ({ ...maybe(field), absent: '-' }) as const;

/** Many plain texts at once; `suffix` is what the document hangs on each name of a group. */
export function texts<const N extends string, const S extends string = ''>(names: readonly N[], suffix: S = '' as S) {
  return Object.fromEntries(names.map((name) => [`${name}${suffix}`, text()])) as unknown as { readonly [K in `${N}${S}`]: Text };
}

/** Many plain numbers at once. */
export function numbers<const N extends string>(names: readonly N[]) {
  return Object.fromEntries(names.map((name) => [name, number()])) as unknown as { readonly [K in N]: ReturnType<typeof number> };
}

type Plain<F> = F extends { kind: 'text' }
  ? string
  : F extends { kind: 'number' }
    ? number
    : F extends { kind: 'boolean' }
      ? boolean
      : never;

type Sent<F> = F extends { kind: 'one'; of: infer S extends WireShape }
  ? Outgoing<S>
  : F extends { kind: 'list'; of: infer S extends WireShape }
    ? readonly Outgoing<S>[]
    : Plain<F>;

type Received<F> = F extends { kind: 'one'; of: infer S extends WireShape }
  ? IncomingMessage<S>
  : F extends { kind: 'list'; of: infer S extends WireShape }
    ? readonly IncomingMessage<S>[]
    : Plain<F>;

type RequiredKeys<S extends WireShape> = { [K in keyof S]: S[K] extends { required: true } ? K : never }[keyof S];

/** What we send: everything that is not optional has to be there. */
export type Outgoing<S extends WireShape> = { readonly [K in RequiredKeys<S>]: Sent<S[K]> } & {
  readonly [K in Exclude<keyof S, RequiredKeys<S>>]?: Sent<S[K]> | undefined;
};

/** What arrives: nothing can be relied upon, and what is absent in whatever spelling is absent here. */
export type IncomingMessage<S extends WireShape> = { readonly [K in keyof S]?: Received<S[K]> | undefined };
