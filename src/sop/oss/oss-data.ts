/** How an agency works with OSS: by its web service, by hand in its web form, or not at all. */
export const OSS_MODES = ['api', 'webform', 'off'] as const;

/** Who numbers permits: the agency's book alone, or OSS first, whose number then stands on the permit as well. */
export const OSS_NUMBERING = ['agency', 'oss'] as const;

/** The agency as OSS knows it. */
export interface AgencyOss {
  readonly mode: (typeof OSS_MODES)[number];
  /** kd_daerah: by it a NIB finds its agency; its beginning is enough. */
  readonly kdDaerah: string;
  /** kd_instansi. */
  readonly kdInstansi?: string;
  /** kewenangan: 00 national, 01 province, 02 regency. */
  readonly kewenangan: string;
  readonly numbering: (typeof OSS_NUMBERING)[number];
  /** Of the times that are sent; the agency's own zone unless it is named. */
  readonly timeZone?: string;
}

/** How a value of a NIB is read into a form. */
export const OSS_READINGS = ['text', 'integer', 'phone', 'digits'] as const;

/** One property of the form or of the applicant, and where a NIB has it. */
export interface OssField {
  readonly field: string;
  /** Paths in the NIB, such as `data_proyek.0.kbli`; the first that has a value counts. */
  readonly from: readonly string[];
  readonly as: (typeof OSS_READINGS)[number];
  /** Where the NIB has none. */
  readonly otherwise?: string;
}

/** What happens to a case, as far as OSS is told of it. */
export interface OssWhen {
  readonly step?: number;
  /** Activity of the row that was completed. */
  readonly does?: string;
  /** What its outcome means. */
  readonly means?: string;
  /** Something else than the completion of a row. */
  readonly event?: string;
}

/** Events beside completed rows that OSS may be told of. */
export const OSS_EVENTS = ['withdrawn', 'revoked'] as const;

/** `status`: receiveLicenseStatus. `number`: receiveLicense without a file, where OSS numbers first. */
export const OSS_CALLS = ['status', 'number'] as const;

/** A moment of the SOP and the code that OSS is told. */
export interface OssMoment {
  readonly when: OssWhen;
  /** Only when the code that was told last is one of these. */
  readonly after?: readonly string[];
  readonly call: (typeof OSS_CALLS)[number];
  /** kd_status. */
  readonly status: string;
  /** With a link to the letter of the case. */
  readonly letter: boolean;
  /** What is said where the step has no words of its own. */
  readonly note?: string;
}

/** A service as OSS knows it: which licences open it, how a NIB fills its form, and what OSS is told when. */
export interface ServiceOss {
  /** Codes (kd_izin) that open this service. */
  readonly kdIzin: readonly string[];
  /** The role that acts for an applicant whose application came with a NIB. */
  readonly assistant: string;
  /** Whether the first row is completed when the NIB fills the whole form. */
  readonly submit: boolean;
  readonly applicant: readonly OssField[];
  readonly form: readonly OssField[];
  /** kd_status of the licence that is issued at the row `publish-in-oss`. */
  readonly issued: string;
  /** The row a case goes on from when OSS says that it is deemed approved; without it the case ends as granted. */
  readonly deemedGranted?: number;
  readonly moments: readonly OssMoment[];
}
