/** Signs that nobody sees, or that turn a text around: control, format, and line and paragraph separators, but for line feed and tab. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const BREAKS = /[\n\t]/;

/** Whether a text holds a sign that no field takes. */
export function hasUnseenSigns(text: string): boolean {
  return UNSEEN.test(text);
}

/** Whether a text has more than the one line that most fields take. */
export function hasBreaks(text: string): boolean {
  return BREAKS.test(text);
}

/** A text on one line, without unseen signs, and at most so long: for what is filled into a sentence of somebody else's. */
export function flattened(text: string, most = Infinity): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').replace(/\p{Cf}/gu, '').trim(); // prettier-ignore
  const signs = [...line];
  return signs.length > most ? `${signs.slice(0, most - 1).join('')}…` : line;
}
