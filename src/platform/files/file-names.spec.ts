import { cleanFileName } from './media-type.js';

it.each([
  ['Surat%20Izin%20%28final%29.pdf', 'Surat Izin (final).pdf'],
  ['KTP %22asli%22.pdf', 'KTP _asli_.pdf'],
  ['%22asli%22.pdf', '_asli_.pdf'],
  ['diskon 50%.pdf', 'diskon 50%.pdf'],
  ['100%25.pdf', '100%.pdf'],
  ['nilai%FF.pdf', 'nilai%FF.pdf'],
  ['%2e%2e%2fetc%2fpasswd', 'passwd'],
  ['a%00b.pdf', 'a_b.pdf'],
])('the file name %s is kept as %s', (sent, kept) => expect(cleanFileName(sent)).toBe(kept));
