import { bookFormat } from './book-format.js';
import { checkEscalationPolicy, checkRole, unique } from './check-names.js';
import { deepFreeze } from './deep-freeze.js';
import { code, flag, list, optional, record, shaped, text, whole, word } from './decoder.js';
import { label } from './label.js';
import { agencyOss } from './oss/parse-oss.js';
import { escalationPolicy } from './parse-escalation.js';
import { Problems, type ParseResult } from './problem.js';
import type { Agency, AgencyRole, Book, DemoUser, Official, Retention, SeparationException } from './sop-definition.js';

/** The three zones of Indonesia: WIB, WITA, WIT. */
const ZONES = ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'] as const;

const sectionCode = text(20);
type Section = Agency['sections'][number];
type UserRole = DemoUser['roles'][number];

/** A century is for ever. */
const years = optional(whole(1, 100));

const exception = record<SeparationException>({
  service: optional(code),
  steps: list(whole(1, 999), { least: 1, most: 100 }),
  reason: text(500),
});

const agency = record<Agency>({
  code,
  name: text(200),
  shortName: shaped(/^[A-Za-z0-9][A-Za-z0-9-]*$/, 'a short name of letters, digits and hyphens, such as DPMPTSP', 20),
  letterhead: record<Agency['letterhead']>({
    lines: list(text(200), { least: 1, most: 6 }),
    address: text(300),
    phone: optional(text(60)),
    email: optional(text(120)),
    website: optional(text(120)),
    logo: optional(shaped(/^[A-Za-z0-9][\w-]*\.(png|jpe?g)$/, 'the name of a PNG or JPEG file beside this one, such as logo.png')),
  }),
  officials: optional(
    list(
      record<Official>({ role: code, section: optional(sectionCode), name: text(200), nip: optional(text(40)), user: optional(text(200)) }),
    ),
    [],
  ),
  region: record<Agency['region']>({
    code: shaped(/^\d{2}(\.\d{2})?$/, 'the code of a province or regency in quotes, such as "12.11"'),
    name: text(120),
    province: text(120),
    seat: text(120),
  }),
  timeZone: word(ZONES),
  sections: optional(list(record<Section>({ code: sectionCode, title: text(120) })), []),
  roles: list(record<AgencyRole>({ code, title: label, perSection: optional(flag, false) }), { least: 1 }),
  books: list(
    record<Book>({
      code,
      title: text(120),
      kind: word(['counter', 'agenda', 'dispatch']),
      classCode: optional(shaped(/^[A-Za-z0-9][A-Za-z0-9.-]*$/, 'a classification code, such as 503 or 800.1.11.1', 40)),
      format: text(120),
    }),
  ),
  ladder: optional(escalationPolicy, { remindAt: 0.75, superiors: [] }),
  calendar: code,
  oss: optional(agencyOss(ZONES)),
  retention: optional(record<Retention>({ granted: years, rejected: years, withdrawn: years, legalBasis: text(500) })),
  separation: optional(record<NonNullable<Agency['separation']>>({ exceptions: list(exception, { least: 1, most: 100 }) })),
  demoUsers: optional(
    list(
      record<DemoUser>({
        username: shaped(/^[a-z][a-z0-9._-]*$/, 'lower-case letters, digits, dots, hyphens and underscores'),
        name: text(120),
        roles: list(record<UserRole>({ role: code, section: optional(sectionCode) }), { least: 1 }),
      }),
    ),
    [],
  ),
});

/** Reads an agency from parsed YAML or JSON, whatever that may hold: the agency, frozen, or all its problems. */
export function parseAgency(data: unknown): ParseResult<Agency> {
  const problems = new Problems();
  const read = agency(data, [], problems);
  if (read) checkAgency(read, problems);
  return read && problems.list.length === 0 ? { ok: true, value: deepFreeze(read) } : { ok: false, problems: problems.list };
}

function checkAgency(read: Agency, problems: Problems): void {
  unique(
    read.sections.map((each) => each.code),
    ['sections'],
    'code',
    problems,
  );
  unique(
    read.roles.map((each) => each.code),
    ['roles'],
    'code',
    problems,
  );
  unique(
    read.books.map((each) => each.code),
    ['books'],
    'code',
    problems,
  );
  // Two books with one format would give two letters one number.
  unique(
    read.books.map((each) => each.format.replace('{class}', each.classCode ?? '{class}')),
    ['books'],
    'format',
    problems,
  );
  unique(
    read.demoUsers.map((each) => each.username),
    ['demoUsers'],
    'username',
    problems,
  );
  checkEscalationPolicy(read.ladder, read, ['ladder'], problems);
  read.officials.forEach((official, i) => checkRole(read, official, ['officials', i], problems));
  read.books.forEach((book, i) => bookFormat(book, ['books', i, 'format'], problems));
  read.demoUsers.forEach((user, i) => user.roles.forEach((each, j) => checkRole(read, each, ['demoUsers', i, 'roles', j], problems)));
}
