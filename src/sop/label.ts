import { record, text, type Decoder } from './decoder.js';
import type { Label } from './sop-definition.js';

const plain = text(300);
const bilingual = record<Label>({ id: plain, en: plain });

/** A label in both languages, or plain text that then serves for both. */
export const label: Decoder<Label> = (value, at, problems) => {
  if (typeof value !== 'string') return bilingual(value, at, problems);
  const read = plain(value, at, problems);
  return read === undefined ? undefined : { id: read, en: read };
};
