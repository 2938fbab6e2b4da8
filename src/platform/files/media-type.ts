import { refusal } from '../../kernel/refusal.js';
import { wellFormed } from '../api/pointer.js';
import type { IncomingFile } from './file-store.js';

export const fileEmpty = refusal('invalid', 'FILE_EMPTY', { id: 'Berkas ini kosong.', en: 'This file is empty.' });
export const fileTooLarge = refusal('too-large', 'FILE_TOO_LARGE', {
  id: 'Berkas lebih besar dari {most} MB.',
  en: 'The file is larger than {most} MB.',
});
export const fileTypeRefused = refusal('unsupported', 'FILE_TYPE_REFUSED', {
  id: 'Hanya PDF, JPEG atau PNG yang diterima; isi berkas ini bukan salah satunya.',
  en: 'Only PDF, JPEG or PNG is accepted; this file is none of them by its content.',
});
export const fileTypeMismatch = refusal('unsupported', 'FILE_TYPE_MISMATCH', {
  id: 'Berkas ini mengaku {claimed}, tetapi isinya {found}.',
  en: 'This file claims to be {claimed}, but its content is {found}.',
});

const PDF = 'application/pdf';
const HEADER = Buffer.from('%PDF-');
/** What a file of each kind begins with. A PDF may have blank lines before it, as pages of PHP send them: readers look a little further. */
const BEGINNINGS: readonly (readonly [mediaType: string, begins: Buffer])[] = [
  [PDF, HEADER],
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
];
/** What a name may end with for each kind; anything else gets the first of them when the file is fetched. */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  [PDF]: ['pdf'],
  'image/jpeg': ['jpg', 'jpeg', 'jfif', 'jpe'],
  'image/png': ['png'],
};
/** Names and types of what runs: whoever calls a document so misleads, whatever is in it. */
const RUNS =
  /(?:(?<!@[^@\s]{0,100})\.com|\.(?:exe|bat|cmd|msix?|scr|pif|cpl|dll|jar|apk|sh|ps1|vb[se]?|jse?|mjs|ws[fh]|hta|lnk|x?html?|mht|svgz?|docm|xlsm|pptm))$/i;
const RUNNING_TYPES =
  /^(?:text\/(?:html|javascript)|image\/svg\+xml|application\/(?:xhtml\+xml|(?:x-)?javascript|x-(?:ms-?dos-program|msdownload|msi|sh|bat|dosexec|executable)|vnd\.microsoft\.portable-executable|hta|java-archive|vnd\.android\.package-archive))$/;

/** What a file is, by its content. Its name and its declared type count only where they say that it is a program or a page. */
export function mediaTypeOf(file: Pick<IncomingFile, 'head' | 'size'>, fileName: string, claimed: string | undefined): string {
  if (file.size === 0) throw fileEmpty();
  const [found] = BEGINNINGS.find(([, begins]) => file.head.subarray(0, begins.length).equals(begins)) ?? [];
  const type = found ?? (beginsLikePdf(file.head) ? PDF : undefined);
  if (!type) throw fileTypeRefused();
  const said = claimed?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (RUNNING_TYPES.test(said)) throw fileTypeMismatch({ claimed: wellFormed(said.slice(0, 100)), found: type });
  const runs = RUNS.exec(fileName.trim())?.[0];
  if (runs) throw fileTypeMismatch({ claimed: runs.toLowerCase(), found: type });
  return type;
}

/** White space, a byte order mark, or a message of PHP, and then the header; a page of HTML is something else. */
function beginsLikePdf(head: Buffer): boolean {
  const at = head.indexOf(HEADER);
  return at > 0 && /^(?:\xef\xbb\xbf)?[\s\0]*(?:<br|<b>|(?:PHP )?(?:Warning|Notice|Deprecated)\b|$)/i.test(head.toString('latin1', 0, at));
}

/** The name under which a file is fetched: with an ending by which the computer of whoever fetches it knows what it is. */
export function downloadName(fileName: string, mediaType: string): string {
  const known = EXTENSIONS[mediaType] ?? [];
  const extension = /\.([a-z0-9]{1,8})$/i.exec(fileName)?.[1]?.toLowerCase();
  return known.length === 0 || (extension && known.includes(extension)) ? fileName : `${fileName}.${known[0]}`;
}

/** Longest name that is kept; its end counts, as that says what it is. */
const LONGEST_NAME = 120;

/** A name that was percent-encoded as a whole, as some programs send it: such a name has no blank and nothing but encoded bytes behind a percent sign. */
function decodedName(name: string): string {
  if (!/%[0-9A-F]{2}/i.test(name) || !/^(?:[!-$&-~]|%[0-9A-F]{2})+$/i.test(name)) return name;
  try {
    return wellFormed(decodeURIComponent(name));
  } catch {
    return name;
  }
}

/**
 * A file name as it was before a browser wrote its quotation marks and line breaks as %22, %0D and %0A; without path, without signs that
 * nobody sees or that turn it around, and without what file systems and headers mistake; never empty.
 */
export function cleanFileName(name: string): string {
  const base = decodedName(wellFormed(name))
    .replace(/%(22|0D|0A)/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .normalize('NFC')
    .replace(/^.*[\\/]/s, '');
  const clean = base
    .replace(/[\p{Cc}<>:"|?*]/gu, '_')
    .replace(/[\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replace(/^\.+/, '')
    .trim();
  return [...clean].slice(-LONGEST_NAME).join('').trim() || 'berkas';
}
