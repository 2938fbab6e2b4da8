import { TOTP } from 'otpauth';
import { keyUri, secretOf, stepOfCode } from './totp.js';

/** The secret of the test vectors of RFC 6238, appendix B. */
const SECRET = secretOf(Buffer.from('12345678901234567890'));

it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [20_000_000_000, '353130'],
])('takes the codes of RFC 6238 at %s s', (seconds, code) => {
  expect(stepOfCode(SECRET, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30));
});

it.each([
  [-60, undefined],
  [-30, 99],
  [0, 100],
  [30, 101],
  [60, undefined],
])('takes a code of %s s from now as that of its step', (offset, step) => {
  const now = new Date(3_000_000);
  const code = new TOTP({ secret: SECRET }).generate({ timestamp: now.getTime() + offset * 1000 });
  expect(stepOfCode(SECRET, code, now)).toBe(step);
});

it.each(['', '28708', '2870820', ' 287082', '28708٢', 'abcdef'])('refuses %p', (code) => {
  expect(stepOfCode(SECRET, code, new Date(59_000))).toBeUndefined();
});

it('names issuer and account in the URI', () => {
  expect(keyUri(SECRET, 'DPMPTSP Dairi', 'kadis')).toMatch(/^otpauth:\/\/totp\/DPMPTSP%20Dairi:kadis\?/);
});
