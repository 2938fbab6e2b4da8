import { nibProblem, nikProblem } from './identity-numbers.js';

describe('NIK', () => {
  it.each([
    ['a man', '1211010508900001'],
    ['a woman, with 40 added to the day', '1211014508900001'],
    ['the last day of a month', '1211013112990001'],
    ['29 February of a leap year', '1211012902960001'],
    ['29 February of 2000', '1211016902000001'],
    ['the newest provinces', '9601010508900001'],
  ])('is well formed for %s', (_, nik) => {
    expect(nikProblem(nik)).toBeUndefined();
  });

  it.each([
    ['too short', '121101050890001', /16 digits/],
    ['with a letter', '12110105089O0001', /16 digits/],
    ['with digits of another script', '١٢١١٠١٠٥٠٨٩٠٠٠٠١', /16 digits/],
    ['of no region', '0011010508900001', /region/],
    ['of a province that does not exist', '9911010508900001', /region/],
    ['of day 0', '1211010008900001', /date of birth/],
    ['of day 40', '1211014008900001', /date of birth/],
    ['of day 32', '1211013201900001', /date of birth/],
    ['of day 72', '1211017201900001', /date of birth/],
    ['of month 13', '1211010513900001', /date of birth/],
    ['of month 0', '1211010500900001', /date of birth/],
    ['of 31 April', '1211013104900001', /date of birth/],
    ['of 29 February of a common year', '1211012902950001', /date of birth/],
    ['of serial number 0000', '1211010508900000', /serial/],
  ])('is refused %s', (_, nik, problem) => {
    expect(nikProblem(nik)).toMatch(problem);
  });
});

describe('NIB', () => {
  it('has 13 digits', () => {
    expect(nibProblem('1234567890123')).toBeUndefined();
    for (const wrong of ['', '123456789012', '12345678901234', '123456789012a', '1234567890123\n'])
      expect(nibProblem(wrong)).toMatch(/13 digits/);
  });
});
