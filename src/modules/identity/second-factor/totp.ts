import { Secret, TOTP } from 'otpauth';

/** What every authenticator app takes (RFC 6238 with the defaults of the key URI format). */
const SHAPE = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** 160 bits, as RFC 4226 recommends. */
export const SECRET_BYTES = 20;

/** The secret as an authenticator app takes it by hand: base32. */
export function secretOf(bytes: Uint8Array): string {
  return new Secret({ buffer: Uint8Array.from(bytes).buffer }).base32;
}

/** What is shown as a QR code. */
export function keyUri(secret: string, issuer: string, label: string): string {
  return new TOTP({ ...SHAPE, secret, issuer, label }).toString();
}

/** The time step that a code belongs to: that of the present, the one before or the one after; undefined for a wrong code. */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const timestamp = now.getTime();
  const delta = new TOTP({ ...SHAPE, secret }).validate({ token: code, timestamp, window: 1 });
  return delta === null ? undefined : TOTP.counter({ period: SHAPE.period, timestamp }) + delta;
}
