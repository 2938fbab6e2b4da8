import { plainSigns } from './characters.js';

/** An address of mail as it is kept: the domain in small letters, the part before it as it was typed. */
export function canonicalMailbox(text: string): string {
  const plain = plainSigns(text);
  const at = plain.lastIndexOf('@');
  return at < 1 ? plain : `${plain.slice(0, at)}@${plain.slice(at + 1).toLowerCase()}`;
}

/** Whether a text is one address, without a name before it. */
export function isMailbox(text: string): boolean {
  return /^[^\s@<>,;:"()[\]]{1,64}@[^\s@<>,;:"()[\]]{1,190}$/.test(text);
}

/** An address as it is searched for: no two mailboxes differ by case alone. */
export function mailboxKey(text: string): string {
  return canonicalMailbox(text).toLowerCase();
}
