import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sentence } from '../../kernel/refusal.js';

/** As OWASP ASVS has it: length, and nothing that everybody tries first; no rules on kinds of signs. */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 200;
const FEWEST_SIGNS = 5;

/** What is tried first in this country and office, and what leaked lists have most; with figures and signs around them they are no better. */
const TRIED_HERE =
  `password passwort passw0rd katasandi sandi rahasia terbit admin administrator welcome selamat selamatdatang qwerty qwertyuiop
  qwertyuiopasdfghjkl asdfghjkl zxcvbnm letmein iloveyou sayang sayangku cintaku bismillah indonesia indonesiaraya merdeka pancasila
  jakarta garuda dinas perizinan izin kepala pegawai changeme gantisandi gantipassword football monkey dragon master sunshine princess`
    .split(/\s+/)
    .flatMap((word) => [word, word + word]);
const LEAKED = readFileSync(join(import.meta.dirname, 'common-passwords.txt'), 'utf8')
  .split('\n')
  .filter((line) => !line.startsWith('#'));
const TRIED_FIRST: ReadonlySet<string> = new Set([...TRIED_HERE, ...LEAKED]);

const RUN = '01234567890123456789 98765432109876543210 abcdefghijklmnopqrstuvwxyz qwertyuiopasdfghjklzxcvbnm 1q2w3e4r5t6y7u8i9o0p';

const TOO_SHORT: Sentence = {
  id: `Paling sedikit ${SHORTEST_PASSWORD} tanda; kalimat pendek mudah diingat dan sulit ditebak.`,
  en: `At least ${SHORTEST_PASSWORD} characters; a short sentence is easy to remember and hard to guess.`,
};
const TOO_COMMON: Sentence = {
  id: 'Terlalu mudah ditebak; pilih yang lain.',
  en: 'Too easy to guess; choose another.',
};
const HOLDS_NAME: Sentence = {
  id: 'Tidak boleh mengandung nama pengguna.',
  en: 'Must not hold the user name.',
};

/** What speaks against a new password, if anything. */
export function passwordProblem(password: string, username: string): Sentence | undefined {
  if ([...password].length < SHORTEST_PASSWORD) return TOO_SHORT;
  const plain = password.toLowerCase();
  if (username.length >= 4 && plain.includes(username.toLowerCase())) return HOLDS_NAME;
  const letters = plain.replace(/[^\p{L}]/gu, '');
  // Figures that stand for letters stand between them; those around are figures.
  const core = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const asLetters = core.replace(/[0134]/g, (figure) => ({ 0: 'o', 1: 'i', 3: 'e', 4: 'a' })[figure]!).replace(/[^\p{L}]/gu, '');
  const common =
    TRIED_FIRST.has(plain) || TRIED_FIRST.has(letters) || TRIED_FIRST.has(asLetters) || RUN.split(' ').some((run) => run.includes(plain));
  return common || new Set(plain).size < FEWEST_SIGNS ? TOO_COMMON : undefined;
}
