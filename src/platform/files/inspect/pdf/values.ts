/** A name object, with its `#xx` escapes resolved. */
export class Name {
  constructor(readonly text: string) {}
}

/** A string object: the beginning of its bytes, which is all that the inspection compares. */
export class Text {
  constructor(readonly beginning: string) {}
}

/** A reference to an indirect object. */
export class Ref {
  constructor(readonly num: number) {}
}

/** Anything else that stands for itself: `obj`, `stream`, `endobj`, `n`, brackets. */
export class Keyword {
  constructor(readonly text: string) {}
}

/** A dictionary with every pair as written: a key may stand twice, and readers differ in which one counts. */
export class Dict {
  constructor(readonly pairs: readonly (readonly [key: string, value: PdfValue])[]) {}

  all(key: string): PdfValue[] {
    return this.pairs.flatMap(([name, value]) => (name === key ? [value] : []));
  }

  /** The value of a key; undefined where it is absent. */
  get(key: string): PdfValue | undefined {
    return this.pairs.find(([name]) => name === key)?.[1];
  }

  has(key: string): boolean {
    return this.pairs.some(([name]) => name === key);
  }
}

export type PdfValue = number | boolean | null | Name | Text | Ref | Keyword | Dict | readonly PdfValue[];

/** An indirect object as it stands in the file or in an unpacked object stream. */
export interface ParsedPdfValue {
  readonly value: PdfValue;
  /** Where the data of a stream begins; undefined for everything else. */
  readonly streamAt?: number;
  /** Readers recover from its syntax in ways that differ. */
  readonly malformed: boolean;
}

export const isArray = (value: PdfValue | undefined): value is readonly PdfValue[] => Array.isArray(value);
