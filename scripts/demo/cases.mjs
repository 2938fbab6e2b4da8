/**
 * What the demo walks through, and what must come of it. The numbers are written down from the signed SOPs and not taken from
 * the service: a definition that lost a row would otherwise agree with itself.
 */
const rows = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

const IUMK = 'iumk';
const SIK = 'sik-perekam-medis';
const TO_RECOMMENDATION = rows(1, 8);
const REJECTION = rows(9, 15);

/** Rows of each SOP, and its standard time per ending as working days and working minutes. */
export const SOPS = {
  [IUMK]: { rows: 25, standard: { granted: [4, 11 * 60 + 30], rejected: [4, 14 * 60] } },
  [SIK]: { rows: 23, standard: { granted: [4, 15 * 60 + 45], rejected: [3, 18 * 60 + 45] } },
};

/** `turns`: where a case leaves the forward path, once each, in order. */
export const CASES = [
  { title: 'IUMK, granted', service: IUMK, ending: 'granted', turns: [], path: [...TO_RECOMMENDATION, ...rows(16, 25)] },
  {
    title: 'IUMK, rejected after the recommendation',
    service: IUMK,
    ending: 'rejected',
    turns: [{ at: 8, leadsTo: 9 }],
    path: [...TO_RECOMMENDATION, ...REJECTION],
  },
  {
    title: 'IUMK, returned for missing documents, then granted',
    service: IUMK,
    ending: 'granted',
    turns: [{ at: 2, leadsTo: 1, missing: 2 }],
    path: [1, 2, ...TO_RECOMMENDATION, ...rows(16, 25)],
  },
  { title: 'SIK Perekam Medis, granted', service: SIK, ending: 'granted', turns: [], path: [...TO_RECOMMENDATION, ...rows(16, 23)] },
  {
    title: 'SIK Perekam Medis, rejected after the recommendation',
    service: SIK,
    ending: 'rejected',
    turns: [{ at: 8, leadsTo: 9 }],
    path: [...TO_RECOMMENDATION, ...REJECTION],
  },
  {
    title: 'SIK Perekam Medis, sent back for revision at the signature, then granted',
    service: SIK,
    ending: 'granted',
    turns: [{ at: 20, leadsTo: 17 }],
    path: [...TO_RECOMMENDATION, ...rows(16, 20), ...rows(17, 23)],
  },
];
