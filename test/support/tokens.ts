import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHmac, randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { Clock } from '../../src/kernel/clock.js';
import type { Principal } from '../../src/kernel/principal.js';
import { TokenKeys } from '../../src/platform/auth/token-keys.js';

/** Signing moves the time of issue on only so often: a token that is known already costs no look at its session. */
const STEP_SECONDS = 600;

/**
 * Access tokens of a session of a user, as sign-in issues them: hashing a password each time would dominate the time of the tests.
 * A user without an account gets one.
 */
export async function tokensOf(app: NestFastifyApplication, principal: Principal): Promise<() => string> {
  const session = await sessionOf(app, principal);
  const key = await app.get(TokenKeys).signing();
  const clock = app.get(Clock);
  return () => signed(key, principal, session, clock.now());
}

/** A session that lasts for as long as any test. */
export async function sessionOf(app: NestFastifyApplication, { agency, id, name, roles }: Principal): Promise<string> {
  const database = app.get(DataSource);
  await database.query(
    `insert into users (agency, id, username, name, password_hash, roles, demo) values ($1, $2, $3, $4, '', $5, false)
     on conflict (agency, id) do nothing`,
    [agency, id, `test-${id}`, name, JSON.stringify(roles)],
  );
  const session = randomUUID();
  await database.query(
    `insert into sessions (agency, id, user_id, started_at, expires_at) values ($1, $2, $3, '2000-01-01', '2100-01-01')`,
    [agency, session, id],
  );
  return session;
}

function signed(key: Uint8Array, { agency, id, name, roles }: Principal, session: string, now: Date): string {
  const iat = Math.floor(now.getTime() / 1000 / STEP_SECONDS) * STEP_SECONDS;
  const claims = { agency, name, roles, sid: session, iss: 'terbit', aud: 'terbit', sub: id, iat, exp: iat + 2 * STEP_SECONDS };
  const text = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}
