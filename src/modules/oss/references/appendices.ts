/** Appendix 8: kinds of licences, by kd_izin. */
export const LICENCES = '8';
/** Appendix 10: where a licence stands, by kd_status. */
export const STATUSES = '10';

/** The tables of OSS that are kept here: those whose codes somebody reads. */
export const KEPT_TABLES: readonly string[] = [LICENCES, STATUSES];
