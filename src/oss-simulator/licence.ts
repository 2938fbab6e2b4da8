/** One change of status, by whoever told of it. */
export interface StatusChange {
  readonly kdStatus: string;
  readonly by: 'agency' | 'oss';
  readonly method: string;
  /** When it is said to have been, as it was written. */
  readonly tglStatus: string | undefined;
  readonly keterangan: string | undefined;
  /** When it arrived (RFC 3339). */
  readonly at: string;
}

/** A licence that was issued. Two for one application are one too many. */
export interface Issue {
  /** The number that OSS gave. */
  readonly number: string;
  /** The agency's own, if it brought one. */
  readonly agencyNumber: string | undefined;
  readonly at: string;
  readonly file: string | undefined;
  /** What became of fetching the file. */
  readonly fetched: string | undefined;
}

/** An application for a licence as OSS knows it. */
export interface Licence {
  readonly idIzin: string;
  readonly nib: string;
  readonly idProyek: string | undefined;
  readonly ossId: string | undefined;
  readonly kdIzin: string | undefined;
  readonly kdDaerah: string | undefined;
  readonly kewenangan: string | undefined;
  readonly status: string | undefined;
  readonly history: readonly StatusChange[];
  readonly issues: readonly Issue[];
  readonly updates: number;
  /** Where the file that OSS has signed is. */
  readonly signedFile: string | undefined;
}

/** A business, as it was last pushed. */
export interface Business {
  readonly nib: string;
  readonly status: string;
  /** The tree of the interface document. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** The licences that a business applies for, as it was pushed. */
export function checklistOf({ data }: Pick<Business, 'data'>): readonly Readonly<Record<string, unknown>>[] {
  const items = data['data_checklist'];
  return Array.isArray(items) ? (items as readonly Readonly<Record<string, unknown>>[]) : [];
}

/** One call as it was seen, masked. */
export interface SeenCall {
  readonly no: number;
  readonly at: string;
  readonly direction: 'to-oss' | 'from-oss';
  readonly method: string;
  readonly idIzin: string | undefined;
  readonly request: unknown;
  readonly status: number | undefined;
  readonly answer: unknown;
  readonly fault: string | undefined;
}
