import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { matchToken, ossToken, tokenOf } from './token.js';

const ACCOUNT = { username: 'dairi', password: 'rahasia' };
const NIB = '0220001234567';
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

describe('token', () => {
  test('is the SHA-1 of user, password, NIB and the day in Jakarta', () => {
    expect(ossToken(ACCOUNT, NIB, new Date('2024-06-18T16:59:59Z'))).toBe(sha1('dairirahasia022000123456720240618'));
    expect(ossToken(ACCOUNT, NIB, new Date('2024-06-18T17:00:00Z'))).toBe(sha1('dairirahasia022000123456720240619'));
  });

  test('holds on its day, the day before and the day after, and says which', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-05'), max: new Date('2090-01-01'), noInvalidDate: true }),
        fc.integer({ min: -4, max: 4 }),
        (now, days) => {
          const token = ossToken(ACCOUNT, NIB, new Date(now.getTime() + days * 86_400_000));
          const expected = ({ '-1': 'yesterday', '0': 'today', '1': 'tomorrow' } as Record<string, string>)[String(days)];
          expect(matchToken(token, ACCOUNT, NIB, now)).toBe(expected);
          expect(matchToken(` ${token.toUpperCase()} `, ACCOUNT, NIB, now)).toBe(expected);
        },
      ),
    );
  });

  test.each([undefined, '', 'x', sha1(''), 'a'.repeat(100_000)])('is wrong when it is %p', (token) => {
    expect(matchToken(token, ACCOUNT, NIB, new Date('2024-06-19T00:00:00Z'))).toBeUndefined();
  });

  test('is wrong for another NIB, user or password', () => {
    const now = new Date('2024-06-19T00:00:00Z');
    const token = ossToken(ACCOUNT, NIB, now);
    expect(matchToken(token, ACCOUNT, '0220001234568', now)).toBeUndefined();
    expect(matchToken(token, { ...ACCOUNT, username: 'lain' }, NIB, now)).toBeUndefined();
    expect(matchToken(token, { ...ACCOUNT, password: 'lain' }, NIB, now)).toBeUndefined();
  });

  test('is taken from its own header, or else from a bearer', () => {
    expect(tokenOf({ token: 'a', authorization: 'Bearer b' })).toBe('a');
    expect(tokenOf({ token: ' ', authorization: 'bearer b' })).toBe('b');
    expect(tokenOf({ 'x-token': 'c' }, 'X-Token')).toBe('c');
    expect(tokenOf({ authorization: 'Basic dTpw' })).toBeUndefined();
    expect(tokenOf({ token: ['a', 'b'] })).toBeUndefined();
  });
});
