import { code, list, optional, record, shaped, whole, word, type Decoder } from '../decoder.js';
import { label } from '../label.js';
import { CHECK_NAMES, RULE_EFFECTS, type Rule } from './rule.js';

const MOST_RULES = 100;
const MOST_FIELDS = 20;

const pointer = shaped(
  /^\/(applicant|form|input)(\/[A-Za-z][A-Za-z0-9_-]{0,59})+$/,
  'a JSON pointer that begins with /applicant/, /form/ or /input/, such as /form/birthDate',
  200,
);

const plainValue: Decoder<string | number | boolean> = (value, at, problems) => {
  if (typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value;
  problems.add(at, 'A value of a rule must be text, a number, true or false.');
  return undefined;
};

const rule = record<Rule>({
  id: code,
  check: word(CHECK_NAMES),
  fields: list(pointer, { least: 1, most: MOST_FIELDS }),
  steps: optional(list(whole(1, 999), { least: 1, most: 100 })),
  then: word(RULE_EFFECTS),
  says: label,
  years: optional(whole(1, 120)),
  values: optional(list(plainValue, { least: 1, most: 100 })),
});

/** The block `rules` of a definition. */
export const ruleList = list(rule, { most: MOST_RULES });
