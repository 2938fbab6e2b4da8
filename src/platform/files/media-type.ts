import { refusal } from '../../kernel/refusal.js';
import { wellFormed } from '../api/pointer.js';
import type { Incoming } from './file-store.js';

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

interface Kind {
  readonly extensions: readonly string[];
  /** The bytes it begins with. */
  readonly begins: Buffer;
}

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['application/pdf', { extensions: ['pdf'], begins: Buffer.from('%PDF-') }],
  ['image/jpeg', { extensions: ['jpg', 'jpeg'], begins: Buffer.from([0xff, 0xd8, 0xff]) }],
  ['image/png', { extensions: ['png'], begins: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) }],
]);

/** Says nothing of what it is, or says it in an old way. */
const CLAIMS: Readonly<Record<string, string | undefined>> = {
  'application/octet-stream': undefined,
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
};

/** What a file really is, by its content; refused when that is not accepted, or not what its name or sender says. */
export function mediaTypeOf(file: Pick<Incoming, 'head' | 'size'>, fileName: string, claimed: string | undefined): string {
  if (file.size === 0) throw fileEmpty();
  const [found, kind] = [...KINDS].find(([, { begins }]) => file.head.subarray(0, begins.length).equals(begins)) ?? [];
  if (!found || !kind) throw fileTypeRefused();
  const said = claimed?.split(';')[0]?.trim().toLowerCase() ?? '';
  const declared = Object.hasOwn(CLAIMS, said) ? CLAIMS[said] : said;
  if (declared && declared !== found) throw fileTypeMismatch({ claimed: wellFormed(declared.slice(0, 100)), found });
  const extension = /\.([a-z0-9]{1,8})$/i.exec(fileName)?.[1]?.toLowerCase();
  if (extension && !kind.extensions.includes(extension)) throw fileTypeMismatch({ claimed: `.${extension}`, found });
  return found;
}

/** Longest name that is kept; its end counts, as that says what it is. */
const LONGEST_NAME = 120;

/** A file name without path, without signs that nobody sees or that turn it around, and without what file systems and headers mistake; never empty. */
export function cleanFileName(name: string): string {
  const base = wellFormed(name)
    .normalize('NFC')
    .replace(/^.*[\\/]/s, '');
  const clean = base
    .replace(/[\p{Cc}<>:"|?*]/gu, '_')
    .replace(/[\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replace(/^\.+/, '')
    .trim();
  return [...clean].slice(-LONGEST_NAME).join('').trim() || 'berkas';
}
