import { rc4 } from './rc4.js';

const hex = (text: string) => Buffer.from(text, 'hex');

/** RFC 6229: the first and later bytes of key streams. */
it.each([
  ['0102030405', 0, 'b2396305f03dc027ccc3524a0a1118a8'],
  ['0102030405', 4096, 'ff25b58995996707e51fbdf08b34d875'],
  ['0102030405060708090a0b0c0d0e0f10', 0, '9ac7cc9a609d1ef7b2932899cde41b97'],
  ['0102030405060708090a0b0c0d0e0f10', 240, '065902e4b620f6cc36c8589f66432f2b'],
  ['833222772a', 0, '80ad97bdc973df8a2e879e92a497efda'],
])('has the key stream of %s at %i', (key, at, stream) => {
  expect(
    rc4(hex(key), Buffer.alloc(at + 16))
      .subarray(at)
      .toString('hex'),
  ).toBe(stream);
});

/** The examples of its first publication. */
it.each([
  ['Key', 'Plaintext', 'bbf316e8d940af0ad3'],
  ['Wiki', 'pedia', '1021bf0420'],
  ['Secret', 'Attack at dawn', '45a01f645fc35b383552544b9bf5'],
])('encrypts with %s', (key, plain, encrypted) => {
  expect(rc4(Buffer.from(key), Buffer.from(plain)).toString('hex')).toBe(encrypted);
  expect(rc4(Buffer.from(key), hex(encrypted)).toString()).toBe(plain);
});
