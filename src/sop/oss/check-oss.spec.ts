import { checkDefinition } from '../check-definition.js';
import { parseAgency } from '../parse-agency.js';
import { parseDefinition } from '../parse-definition.js';
import { changed, SMALL_AGENCY, SMALL_SOP } from '../testing/small-sop.js';
import { ACTIVITIES } from '../testing/vocabulary.js';
import type { Agency } from '../sop-definition.js';

const read = parseAgency(changed(SMALL_AGENCY, 'oss', { mode: 'api', kdDaerah: '1211' }));
if (!read.ok) throw new Error(JSON.stringify(read.problems));
const agency = read.value;

const OSS = { kdIzin: ['000000000000'], assistant: 'front-office', moments: [{ when: { does: 'sign' }, status: '20' }] };

/** What is wrong with the `oss` block of a service, place by place. */
function problems(oss: object, of: Agency = agency): string[] {
  const parsed = parseDefinition(changed(SMALL_SOP, 'oss', oss), { activities: ACTIVITIES });
  const found = parsed.ok ? checkDefinition(parsed.value, { activities: ACTIVITIES, agencies: [of] }) : parsed.problems;
  return found.filter(({ path }) => path.startsWith('oss')).map(({ path, detail }) => `${path}: ${detail}`);
}

describe('the oss block of a service', () => {
  it('is fine when all that it names is there', () => expect(problems(OSS)).toEqual([]));

  it.each([
    [{ ...OSS, kdIzin: ['12-3'] }, /kdIzin\[0\]: .*up to 12 digits/],
    [{ ...OSS, kdIzin: ['1', '1'] }, /kdIzin\[1\]: "1" is already taken/],
    [{ ...OSS, assistant: 'nobody' }, /assistant: "nobody" is not a role/],
    [{ ...OSS, form: [{ field: 'nothing', from: ['nib'] }] }, /form\[0\]\.field: The form has no property "nothing"/],
    [{ ...OSS, applicant: [{ field: 'name' }] }, /applicant\[0\]: A field is taken "from" the NIB/],
    [{ ...OSS, applicant: [{ field: 'name', from: ['a..b'] }] }, /from\[0\]: .*a path in a NIB/],
    [{ ...OSS, moments: [{ when: {}, status: '10' }] }, /moments\[0\]\.when: A moment names/],
    [{ ...OSS, moments: [{ when: { event: 'withdrawn', step: 1 }, status: '10' }] }, /not both/],
    [{ ...OSS, moments: [{ when: { step: 99 }, status: '10' }] }, /when\.step: There is no step 99/],
    [{ ...OSS, moments: [{ when: { does: 'sing' }, status: '10' }] }, /No step does "sing"/],
    [{ ...OSS, moments: [{ when: { does: 'sign', means: 'maybe' }, status: '10' }] }, /when\.means: "maybe" is not an outcome/],
    [{ ...OSS, moments: [{ when: { does: 'sign' }, status: '1' }] }, /status: .*two characters/],
    [{ ...OSS, deemedGranted: 99 }, /deemedGranted: There is no step 99/],
  ])('%j', (oss, problem) => {
    expect(problems(oss)).toEqual([expect.stringMatching(problem) as string]);
  });

  it('may go on, when deemed granted, only from a row whose way brings all that it requires', () => {
    const sign = (SMALL_SOP as { steps: { no: number; does: string }[] }).steps.find(({ does }) => does === 'sign')!;
    expect(problems({ ...OSS, deemedGranted: sign.no })[0]).toMatch(/deemedGranted: .*requires the fact "draft"/);
  });

  it('needs an agency that works with OSS', () => {
    const { oss: _, ...without } = agency;
    expect(problems(OSS, without as Agency)[0]).toMatch(/has no "oss" block/);
  });
});

it('reads the oss block of an agency, or says what is wrong with it', () => {
  const wrong = parseAgency({ oss: { mode: 'sometimes', kdDaerah: 1211, numbering: 'both' } });
  const told = wrong.ok ? [] : wrong.problems.map(({ path }) => path);
  expect(told).toEqual(expect.arrayContaining(['oss.mode', 'oss.kdDaerah', 'oss.numbering']));
});
