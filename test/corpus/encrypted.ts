import { readdirSync, readFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { latin, updated } from './build.js';
import type { Sample } from './taken.js';

const FOLDER = path(import.meta.dirname, 'encrypted');
const file = (name: string): Buffer => readFileSync(path(FOLDER, `${name}.pdf`));
const named = (beginning: string): string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.startsWith(beginning))
    .map((name) => name.replace('.pdf', ''))
    .sort();

/** A file with some of its text replaced: padded, so that all offsets stay right. */
function changed(name: string, from: string | RegExp, to: string): Buffer {
  const text = file(name).toString('latin1');
  const found = typeof from === 'string' ? from : from.exec(text)![0];
  if (!text.includes(found) || to.length > found.length) throw new Error(`cannot change ${found} in ${name}`);
  return latin(text.replaceAll(found, to.padEnd(found.length)));
}

/** Files by qpdf (`encrypt.sh`) that open without a password and hold nothing active. */
export const ENCRYPTED_TAKEN: readonly Sample[] = [
  ...[...named('page-'), ...named('address-'), ...named('linearized-')].map((name): Sample => ({
    name: `${name} (C8)`,
    bytes: file(name),
    expected: 'taken',
    judge: 'opens',
  })),
  {
    name: 'an owner password and a table that leads nowhere (C8)',
    bytes: changed('page-aes-128-disable', /startxref\s+\d+/, 'startxref\n7'),
    expected: 'taken',
    judge: 'opens',
  },
  {
    name: 'an owner password, packed objects and a table that leads nowhere (C8)',
    bytes: changed('page-aes-256-generate', /startxref\s+\d+/, 'startxref\n7'),
    expected: 'taken',
  },
  {
    name: 'an owner password and a length of the key that is not said (C8)',
    bytes: changed('page-aes-128-generate', ' /Length 128', ' /Sength 128'),
    expected: 'taken',
    judge: 'opens',
  },
  {
    name: 'an owner password and a huge length of the key, where the filter alone counts (C8)',
    bytes: changed('page-aes-128-generate', '/Length 128', '/Length 9e9'),
    expected: 'taken',
  },
];

const refused = (name: string, bytes: Buffer, expected: string): Sample => ({ name, bytes, expected });
const OLD = 'page-rc4-128-v4-generate';
const LONG = 'page-aes-256-generate';

/** Scripts behind encryption, passwords that nobody has given, and dictionaries that readers take in different ways. */
export const ENCRYPTED_REFUSED: readonly Sample[] = [
  ...named('script-').map((name): Sample => ({ name, bytes: file(name), expected: 'PDF_ACTIVE_CONTENT', judge: 'script' })),
  ...named('link-').map((name) => refused(name, file(name), 'PDF_ACTIVE_CONTENT')),
  ...named('locked-').map((name) => refused(name, file(name), 'PDF_ENCRYPTED')),
  refused('an encrypted script and a table that leads nowhere', changed('script-aes-128-generate', /startxref\s+\d+/, 'startxref\n7'), 'PDF_ACTIVE_CONTENT'), // prettier-ignore
  refused('a handler that nobody knows', changed(LONG, '/Filter /Standard', '/Filter /Public'), 'PDF_ENCRYPTED'),
  refused('a permission that was changed', changed(OLD, /\/P -\d+/, '/P -9'), 'PDF_ENCRYPTED'),
  refused('an identifier that is missing', changed('page-rc4-128-disable', '/ID', '/IX'), 'PDF_ENCRYPTED'),
  refused('a version that nobody knows', changed(LONG, '/V 5', '/V 9'), 'PDF_UNREADABLE'),
  refused('a version that was never published', changed('page-rc4-128-generate', '/V 2', '/V 3'), 'PDF_UNREADABLE'),
  refused('a revision of another version', changed(LONG, '/R 6', '/R 3'), 'PDF_UNREADABLE'),
  refused('a revision without end', changed(OLD, '/R 4', '/R -'), 'PDF_UNREADABLE'),

  refused('a negative length of the key', changed('page-rc4-128-generate', '/Length 128', '/Length -16'), 'PDF_ENCRYPTED'),
  refused('a user entry that is cut off', changed(LONG, /\/U <[0-9a-f]+>/, '/U <00>'), 'PDF_ENCRYPTED'),
  refused('a user key that is cut off', changed(LONG, /\/UE <[0-9a-f]+>/, '/UE <00>'), 'PDF_ENCRYPTED'),
  refused('an owner entry that is a number', changed(OLD, /\/O <[0-9a-f]+>/, '/O 7'), 'PDF_UNREADABLE'),
  refused('an owner entry that stands elsewhere', changed(OLD, /\/O <[0-9a-f]+>/, '/O 1 0 R'), 'PDF_UNREADABLE'),
  refused('a filter for streams alone', changed(OLD, '/StrF /StdCF', '/StrF /Other'), 'PDF_UNREADABLE'),
  refused('no filter for streams', changed(OLD, '/StmF /StdCF', '/StmF /None'), 'PDF_UNREADABLE'),
  refused('a filter that is not there', changed(OLD, '/CF << /StdCF', '/CF << /StdCX'), 'PDF_UNREADABLE'),
  refused('a filter by a method that nobody knows', changed(OLD, '/CFM /V2', '/CFM /V9'), 'PDF_UNREADABLE'),
  refused('a filter by no method', changed('page-aes-128-generate', '/CFM /AESV2', '/CFM /None'), 'PDF_UNREADABLE'),
  refused('a filter of a later version', changed('page-aes-128-generate', '/CFM /AESV2', '/CFM /AESV3'), 'PDF_UNREADABLE'),
  refused('filters within filters', changed(OLD, /\/CF <<.*?>> >>/, `/CF ${'<<'.repeat(12)}`), 'PDF_ENCRYPTED'),
  refused('an entry that stands twice', changed(OLD, /\/O (<[0-9a-f]+>)/, '/V 2 /O (x)'), 'PDF_UNREADABLE'),
  refused('encrypted objects that leave their kind open', changed(OLD, '/Type /ObjStm', '/Type /XRef  '), 'PDF_UNREADABLE'),
  refused('encrypted objects that are not encrypted', changed(OLD, '/Filter /FlateDecode /N', '/Filter /Crypt /N'), 'PDF_UNREADABLE'),
  refused(
    'a later revision with another dictionary',
    updated(file('page-aes-128-disable'), { 9: '<< /Filter /Standard /V 1 /R 2 /P -4 /O (x) /U (y) >>' }, '/Encrypt 9 0 R'),
    'PDF_UNREADABLE',
  ),
  refused('a later revision that is not encrypted', updated(file('page-aes-128-disable'), { 9: '<< >>' }), 'PDF_UNREADABLE'),
];
