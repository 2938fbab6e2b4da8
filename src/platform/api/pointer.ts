/** Half of a surrogate pair: in a string of JavaScript, but in no text that can be sent or stored. */
const HALF = /\p{Surrogate}/gu;

export function isWellFormed(text: string): boolean {
  return text.search(HALF) < 0;
}

/** A text that can be sent, with a mark where half a character was. */
export function wellFormed(text: string): string {
  return text.replace(HALF, '\ufffd');
}

/** The JSON pointer to a member; a name that somebody made endless is cut. */
export function pointerTo(parent: string, member: string): string {
  return `${parent}/${wellFormed(member.slice(0, 100)).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
