import fc from 'fast-check';
import { parseAgency } from './parse-agency.js';
import { changed, SMALL_AGENCY } from './testing/small-sop.js';

function problems(path: string, value: unknown): string[] {
  const result = parseAgency(changed(SMALL_AGENCY, path, value));
  return result.ok ? [] : result.problems.map((problem) => `${problem.path}: ${problem.detail}`);
}

describe('an agency', () => {
  it('is read with its defaults, and frozen', () => {
    const result = parseAgency(changed(SMALL_AGENCY, 'demoUsers', undefined));
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    expect(result.value.demoUsers).toEqual([]);
    expect(result.value.roles[0]).toEqual({ code: 'applicant', title: { id: 'Pemohon', en: 'Pemohon' }, perSection: false });
    expect(Object.isFrozen(result.value.books[0])).toBe(true);
  });

  it.each<[path: string, value: unknown, problem: RegExp]>([
    ['timeZone', 'Europe/Berlin', /^timeZone: .*Asia\/Jakarta, Asia\/Makassar or Asia\/Jayapura/],
    ['region.code', 12.11, /^region\.code: .*quotes/],
    ['roles[1].code', 'applicant', /^roles\[1\]\.code: "applicant" is already taken/],
    ['sections[1]', { code: 'I', title: 'Twice' }, /^sections\[1\]\.code: "I" is already taken/],
    ['books[1].code', 'receipts', /^books\[1\]\.code: "receipts" is already taken/],
    ['books[0].kind', 'ledger', /counter, agenda or dispatch/],
    ['books[1].format', '503/{nomor}/{year}/{number}', /^books\[1\]\.format: .*not known; allowed are \{class\}, \{number\}/],
    ['books[1].format', '{class}/{number}/{year}', /holds \{class\}, and the book has no classCode/],
    ['books[1].classCode', '{number}', /^books\[1\]\.classCode: /],
    ['books[1].format', '503/{number:12}/{year}/{number}', /not known/],
    ['books[1].format', '503/{year}', /\{number:4\} exactly once/],
    ['books[1].format', '{number}/{number:3}/{year}', /exactly once/],
    ['books[1].format', '503/{number}', /must hold \{year\}/],
    ['books[0].format', 'RESI/{year}/{number}', /only letters, digits/],
    ['demoUsers[0].roles[0].role', 'mayor', /^demoUsers\[0\]\.roles\[0\]\.role: "mayor" is not a role of dinas-contoh/],
    ['demoUsers[0].roles[0].section', undefined, /name one: I/],
    ['demoUsers[0].roles[0].section', 'IX', /"IX" is not a section/],
    ['demoUsers[0].roles[0].role', 'applicant', /takes no section/],
    [
      'demoUsers[1]',
      { username: 'petugas', name: 'x', roles: [{ role: 'applicant' }] },
      /^demoUsers\[1\]\.username: "petugas" is already taken/,
    ],
    ['letterhead.fax', '1', /"fax" is not a key here/],
  ])('says what is wrong with %s', (path, value, problem) => {
    expect(problems(path, value)).toEqual([expect.stringMatching(problem)]);
  });

  it('is never a reason to throw', () => {
    fc.assert(fc.property(fc.anything({ withNullPrototype: true }), (data) => !parseAgency(data).ok));
  });
});
