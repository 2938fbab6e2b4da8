import fc from 'fast-check';

const GIVEN = [
  'Siti', "Nur'aini", 'Nuraini', 'Budi', 'Agus', 'Dewi', 'Sri', 'Ayu', 'Made', 'Ketut', 'Wayan', 'Asep', 'Ujang', 'Joko', 'Endang', "Ma'ruf",
  'Tiurma', 'Roganda', 'Togar', 'Rumondang', 'Parulian', 'Hotma', 'Saut', 'Lamhot', 'Binsar', 'Marolop',
  'Muhammad', 'Abdul', 'Aisyah', 'Khadijah', "Isma'il", "As'ad", "Rif'at", 'Zainab', 'Al-Farisi', 'Nurul-Huda',
  'Li', 'Ng', 'Lie', 'Tan', 'Oei', 'Mei Ling', 'Siau', 'Hok', 'Ko', 'José', 'D’Cruz',
]; // prettier-ignore
const FAMILY = [
  'Sinaga', 'Br. Sinaga', 'Sihombing', 'Br. Manullang', 'Simanjuntak', 'Boru Saragih', 'Sitorus', 'Berutu', 'Padang', 'Pasaribu', 'Ginting',
  'Wijaya', 'Santoso', 'Hidayat', 'Rahman', 'bin Yusuf', 'binti Hasan', 'al-Habsyi', 'Liem', 'Tjoa', 'Kwee', 'Wu', 'Go', 'Nasution', 'Lubis',
]; // prettier-ignore
const BEFORE = ['Hj.', 'H.', 'dr.', 'drg.', 'Drs.', 'Ir.', 'Prof. Dr.', 'Pdt.', 'Ns.'];
const BEHIND = ['S.Kep., Ns.', 'A.Md.RMIK', 'A.Md.Keb', 'S.H., M.H.', 'S.Tr.RMIK', 'M.Kes', 'SKM', 'S.E.', 'Amd.PK', 'Ph.D'];

/** A name as it is stored: Indonesian, Batak, Arabic and Chinese-Indonesian names, with titles. */
export interface StoredName {
  readonly plain: string;
  readonly full: string;
}

export const storedName: fc.Arbitrary<StoredName> = fc
  .record({
    given: fc.array(fc.constantFrom(...GIVEN), { minLength: 1, maxLength: 3 }),
    family: fc.option(fc.constantFrom(...FAMILY)),
    before: fc.option(fc.constantFrom(...BEFORE)),
    behind: fc.option(fc.constantFrom(...BEHIND)),
  })
  .map(({ given, family, before, behind }) => {
    const plain = [...given, ...(family === null ? [] : [family])].join(' ');
    return { plain, full: `${before === null ? '' : `${before} `}${plain}${behind === null ? '' : `, ${behind}`}` };
  });

const FULL_WIDTH = (text: string) => text.replace(/[!-~]/g, (sign) => String.fromCodePoint(sign.codePointAt(0)! + 0xfee0));

/** Ways in which one text is typed. */
export const TRANSFORMATIONS: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'small letters': (text) => text.toLowerCase(),
  capitals: (text) => text.toUpperCase(),
  'without punctuation': (text) => text.replace(/[^\p{L}\p{N}\s]/gu, ''),
  'blanks for punctuation': (text) => text.replace(/[^\p{L}\p{N}\s]/gu, ' '),
  'a point behind each word': (text) => text.replace(/(?<=\p{L})(?=\s|$)/gu, '.'),
  'a comma behind each word': (text) => text.replace(/(?<=\S)(?=\s|$)/gu, ','),
  'commas without blanks': (text) => text.replace(/,? /g, ','),
  'more blanks': (text) => `  ${text.replaceAll(' ', '   ')}\u00a0`,
  'no-break spaces': (text) => text.replaceAll(' ', '\u00a0'),
  'a grave accent': (text) => text.replace(/['’]/g, '`'),
  'an acute accent': (text) => text.replace(/['’]/g, '´'),
  'a modifier letter': (text) => text.replace(/['’]/g, 'ʼ'),
  'a curved apostrophe': (text) => text.replace(/['’]/g, '’'),
  'full width': FULL_WIDTH,
  'no blanks behind points': (text) => text.replace(/\. /g, '.'),
  'other hyphens': (text) => text.replaceAll('-', '\u2011'),
  'the last word first': (text) => [...text.split(' ').slice(-1), ...text.split(' ').slice(0, -1)].join(' '),
  'taken apart (NFD)': (text) => text.normalize('NFD'),
};

/** Ways in which a number is grouped. */
export const GROUPINGS: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'without separators': (text) => text.replace(/[^\p{L}\p{N}]/gu, ''),
  'blanks for separators': (text) => text.replace(/[^\p{L}\p{N}]/gu, ' '),
  'points for separators': (text) => text.replace(/[^\p{L}\p{N}]/gu, '.'),
  'small letters': (text) => text.toLowerCase(),
  'groups of four': (text) => text.replace(/(\w{4})(?=\w)/g, '$1 '),
  'full width': FULL_WIDTH,
  'no-break spaces': (text) => `${text.replace(/[-/]/g, '\u00a0')}\u00a0`,
};
