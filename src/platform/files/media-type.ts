import { fileTypeFromBuffer } from 'file-type';
import { refusal } from '../../kernel/refusal.js';

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

const ACCEPTED: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['pdf'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
};

/** What a file really is, by its content; refused when that is not accepted, or not what its name or sender says. */
export async function mediaTypeOf(bytes: Buffer, fileName: string, claimed: string | undefined): Promise<string> {
  if (bytes.length === 0) throw fileEmpty();
  const found = (await fileTypeFromBuffer(bytes))?.mime;
  if (!found || !(found in ACCEPTED)) throw fileTypeRefused();
  const declared = claimed?.split(';')[0]?.trim().toLowerCase();
  if (declared && declared !== 'application/octet-stream' && declared !== found && !(declared === 'image/jpg' && found === 'image/jpeg')) {
    throw fileTypeMismatch({ claimed: declared.slice(0, 100), found });
  }
  const extension = /\.([a-z0-9]{1,8})$/i.exec(fileName)?.[1]?.toLowerCase();
  if (extension && !ACCEPTED[found]!.includes(extension)) throw fileTypeMismatch({ claimed: `.${extension}`, found });
  return found;
}

/** A file name without path, control characters or what file systems and headers mistake; never empty. */
export function cleanFileName(name: string): string {
  const base = name.normalize('NFC').replace(/^.*[\\/]/, '');
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is taken out
  const clean = base
    .replace(/[\u0000-\u001f\u007f<>:"|?*]/g, '_')
    .replace(/^\.+/, '')
    .trim();
  return clean.slice(-120) || 'berkas';
}
