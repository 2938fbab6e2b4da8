import { LICENCE_STATUS, NIB_STATUS, RESPONSE, named, statusEffect } from './codes.js';

describe('codes', () => {
  test('have the names of the appendices', () => {
    expect(named(LICENCE_STATUS, '10')).toEqual({ code: '10', name: 'Dokumen Lengkap' });
    expect(named(NIB_STATUS, '06')).toEqual({ code: '06', name: 'Dicabut' });
    expect(named(RESPONSE, '400')).toEqual({ code: '400', name: 'Parameter salah' });
  });

  test.each(['46', '91', 'ABC', '__proto__', 'constructor', ''])('are kept when nobody knows them: %j', (code) => {
    expect(named(LICENCE_STATUS, code)).toEqual({ code });
    expect(statusEffect(code)).toBeUndefined();
  });

  test.each([
    ['41', 'pause'],
    ['42', 'resume'],
    ['43', 'stop'],
    ['44', 'restart'],
    ['57', 'deemed-approved'],
    ['50', 'approved'],
    ['90', 'rejected'],
  ])('%s asks a case to %s', (code, effect) => {
    expect(statusEffect(code)).toBe(effect);
    expect(LICENCE_STATUS).toHaveProperty(code);
  });
});
