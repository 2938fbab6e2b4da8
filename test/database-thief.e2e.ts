import { createDecipheriv, createHash, createHmac, createPrivateKey, hkdfSync } from 'node:crypto';
import pg from 'pg';
import type { TokenView } from '../src/modules/identity/identity.view.js';
import { sign } from '../src/modules/notifications/channels/webhook.channel.js';
import { rotateKeys } from '../src/platform/crypto/rotate.js';
import { ServiceSecrets } from '../src/platform/crypto/service-secrets.js';
import { SignedLinks } from '../src/platform/files/signed-links.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { ok } from './support/client.js';
import { walk } from './support/walk.js';

const OLD_KEY = Buffer.alloc(32, 9).toString('base64url');
const OLD_LINKS = Buffer.alloc(32, 5).toString('base64url');

let service: Booted;
let letter: { agency: string; id: string };
let webhook: { id: string; secret: string };
beforeAll(async () => {
  service = await boot({ env: { ...WORKING, ALLOW_PRIVATE_WEBHOOKS: 'true' } });
  await walk(service, 'iumk');
  [letter] = (await service.sql<{ agency: string; id: string }>(`select agency, id from letters where number is not null limit 1`)) as [
    typeof letter,
  ];
  const admin = await service.as('admin');
  webhook = ok(await admin.post<typeof webhook>('/v1/webhooks', { url: 'http://127.0.0.1:9/hook' }));
}, 120_000);
afterAll(() => service.close());

/** Every value of every column of every table, as text: what a dump, a replica or an archive holds. */
async function dump(): Promise<string[]> {
  const columns = await service.sql<{ table: string; column: string }>(
    `select format('%I.%I', table_schema, table_name) as table, format('%I', column_name) as column from information_schema.columns
      where table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const values = new Set<string>();
  for (const { table, column } of columns) {
    for (const { value } of await service.sql<{ value: string | null }>(`select distinct ${column}::text as value from ${table}`))
      if (value) for (const part of [value, ...value.split(/[\s"',:{}[\]()]+/)]) if (part.length >= 4) values.add(part);
  }
  return [...values];
}

/** What somebody may take a value for when they look for a key. */
function keysOf(values: readonly string[]): Buffer[] {
  const keys = new Map<string, Buffer>();
  const add = (key: Buffer) => key.length >= 4 && keys.set(key.toString('base64'), key);
  for (const value of values) {
    const text = value.slice(0, 5000);
    add(Buffer.from(text));
    add(createHash('sha256').update(text).digest());
    for (const piece of text.split('.')) {
      add(Buffer.from(piece.replace(/^whsec_/, ''), 'base64'));
      add(Buffer.from(piece.replace(/^\\x/, ''), 'hex'));
    }
  }
  return [...keys.values()];
}

describe('whoever has the database alone', () => {
  let values: string[];
  let keys: Buffer[];
  beforeAll(async () => {
    // All of them are in use when the dump is taken.
    ok(await service.client.anonymous().post('/v1/auth/token', { username: 'kadis', password: 'terbit' }));
    await service.app.get(SignedLinks).urlOf({ ...letter, record: 'letter' }, 60_000);
    ok(await (await service.as('kadis')).get(`/v1/letters/${letter.id}/pdf`));
    const names = (await service.sql<{ name: string }>('select name from service_secrets order by name')).map(({ name }) => name);
    expect(names).toEqual(['file-links', expect.stringMatching(/^test-certificate /), 'token-key']);
    values = await dump();
    keys = keysOf(values);
    expect(values.length).toBeGreaterThan(500);
  }, 60_000);

  test('signs no token', async () => {
    const { accessToken } = ok(
      await service.client.anonymous().post<TokenView>('/v1/auth/token', { username: 'kadis', password: 'terbit' }),
    );
    const [header, payload, signature] = accessToken.split('.');
    const signs = (key: Buffer) => createHmac('sha256', key).update(`${header}.${payload}`).digest('base64url') === signature;
    expect(keys.filter(signs).length).toBe(0);
  });

  test('opens no link, and makes none', async () => {
    const url = await service.app.get(SignedLinks).urlOf({ ...letter, record: 'letter' }, 60_000);
    const token = url.split('/').at(-1)!;
    const [named, seal] = [token.slice(0, -28), token.slice(-27)];
    const makes = (key: Buffer) => createHmac('sha256', key).update(named).digest('base64url').slice(0, 27) === seal;
    expect(keys.filter(makes).length).toBe(0);
    expect(values.filter((value) => createHmac('sha256', value).update(named).digest('base64url').startsWith(seal))).toEqual([]);
  });

  test('signs no call of a webhook', () => {
    const right = sign(webhook.secret, 'id', '1', '{}');
    expect(keys.map((key) => sign(`whsec_${key.toString('base64')}`, 'id', '1', '{}')).filter((signature) => signature === right)).toEqual(
      [],
    );
    expect(values.filter((value) => value.includes(webhook.secret.slice(6)))).toEqual([]);
  });

  test('has no private key of a certificate', () => {
    expect(values.filter((value) => /PRIVATE KEY/.test(value))).toEqual([]);
    const isPrivateKey = (key: Buffer) => {
      try {
        return [createPrivateKey({ key, format: 'der', type: 'pkcs8' })].length > 0;
      } catch {
        return false;
      }
    };
    expect(keys.filter((key) => key.length > 60 && key[0] === 0x30 && isPrivateKey(key))).toEqual([]);
  });

  test('unwraps no key and no secret', async () => {
    const boxes = await service.sql<{ box: Buffer; about: string }>(
      `select wrapped as box, format('agency key %s %s %s', agency, id, purpose) as about from agency_keys
        union all select wrapped, format('data key %s %s', agency, owner) from data_keys where wrapped is not null`,
    );
    const secrets = await service.sql<{ name: string; value: string }>('select name, value from service_secrets');
    expect(secrets.every(({ value }) => value.startsWith('tbs1.'))).toBe(true);
    const all = [
      ...boxes.slice(0, 6).map(({ box, about }) => ({ box, about, derived: false })),
      ...secrets.map(({ name, value }) => ({
        box: Buffer.from(value.split('.')[2]!, 'base64url'),
        about: `terbit service secret ${name}`,
        derived: true,
      })),
    ];
    const opened: string[] = [];
    for (const key of keys.filter(({ length }) => length === 32)) {
      for (const { box, about, derived } of all) {
        for (const candidate of derived ? [key, Buffer.from(hkdfSync('sha256', key, '', about, 32))] : [key]) {
          const cipher = createDecipheriv('aes-256-gcm', candidate, box.subarray(0, 12))
            .setAAD(Buffer.from(about))
            .setAuthTag(box.subarray(-16));
          try {
            cipher.update(box.subarray(12, -16));
            cipher.final();
            opened.push(about);
          } catch {
            // As it should be.
          }
        }
      }
    }
    expect(opened).toEqual([]);
  }, 60_000);
});

describe('links without signing in', () => {
  const get = (url: string) => service.client.anonymous().get(new URL(url).pathname);

  test('open letters, until their time is over', async () => {
    const url = await service.app.get(SignedLinks).urlOf({ ...letter, record: 'letter' }, 60_000);
    expect((await get(url)).status).toBe(200);
    service.pass(2);
    expect((await get(url)).status).toBe(404);
    service.pass(-2);
  });

  test.each(['disposition', 'recommendation', 'receipt'])('open no %s, however well they are signed', async (record) => {
    const links = service.app.get(SignedLinks);
    const url = await links.urlOf({ ...letter, record: record as 'letter' }, 60_000);
    expect([url.includes(`.${record}.`), (await get(url)).status]).toEqual([true, 404]);
  });
});

describe('secrets from before', () => {
  test('are encrypted at start; the key of tokens, which older dumps hold, is made anew', async () => {
    await service.sql('delete from service_secrets');
    await service.sql(`insert into service_secrets (name, value) values ('token-key', $1), ('file-links', $2)`, [OLD_KEY, OLD_LINKS]);
    await service.sql('update webhook_subscriptions set secret = $1 where id = $2', ['whsec_b2xk', webhook.id]);
    await service.restart();
    await service.client.anonymous().post('/v1/auth/token', { username: 'kadis', password: 'terbit' });
    const secrets = service.app.get(ServiceSecrets);
    expect(await secrets.kept('file-links', () => 'another')).toBe(OLD_LINKS);
    expect(await secrets.kept('token-key', () => 'another')).not.toBe(OLD_KEY);
    expect((await dump()).filter((value) => [OLD_KEY, OLD_LINKS, 'whsec_b2xk'].some((old) => value.includes(old)))).toEqual([]);
  }, 60_000);

  test('are wrapped anew with a new master key, and read with it alone', async () => {
    const client = new pg.Client({ connectionString: service.databaseUrl });
    await client.connect();
    try {
      const settings = { dataDir: service.dataDir, dataKey: undefined, dataKeyFile: undefined };
      const { master, secrets } = await rotateKeys(client, settings, { newMaster: true }, service.clock.now());
      expect(secrets).toBeGreaterThan(1);
      const rows = await service.sql<{ value: string }>('select value from service_secrets');
      expect(new Set(rows.map(({ value }) => value.split('.')[1]))).toEqual(new Set([master]));
    } finally {
      await client.end();
    }
    expect(await service.app.get(ServiceSecrets).kept('file-links', () => 'another')).toBe(OLD_LINKS);
    await service.restart();
    expect(await service.app.get(ServiceSecrets).kept('file-links', () => 'another')).toBe(OLD_LINKS);
  }, 60_000);

  test('that lie in the clear while the service runs are refused', async () => {
    await service.sql(`insert into service_secrets (name, value) values ('planted', 'known')`);
    await expect(service.app.get(ServiceSecrets).kept('planted', () => 'another')).rejects.toThrow(/is not encrypted/);
    await service.sql(`delete from service_secrets where name = 'planted'`);
  });
});
