import { randomBytes } from 'node:crypto';
import { ConfigProblems, readConfig } from './config.js';
import { envExample } from './env-example.js';
import { startWarnings } from './start-warnings.js';
import { VARIABLES } from './variables.js';

const SECRET = 'nM3pYw8XrT5bQ1kZsG7fHc9vLdJ2aUeE';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    return (error as ConfigProblems).problems;
  }
}

describe('configuration', () => {
  test('needs no variable at all', () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      role: ['api', 'worker'],
      databaseUrl: undefined,
      demo: true,
      corsOrigins: [],
    });
  });

  test('an empty or blank variable counts as not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', ROLE: '' })).toEqual(readConfig({}));
  });

  test('reads what is set', () => {
    const config = readConfig({
      PORT: '8080',
      ROLE: 'worker',
      DATABASE_URL: 'postgresql://u:p@db/terbit',
      CORS_ORIGINS: 'https://a.example, http://b.example:8080',
    });
    expect(config).toMatchObject({
      port: 8080,
      role: ['worker'],
      databaseUrl: 'postgresql://u:p@db/terbit',
      corsOrigins: ['https://a.example', 'http://b.example:8080'],
    });
  });

  test('OSS is played by a simulator only outside of production, unless asked for', () => {
    expect(readConfig({})).toMatchObject({ ossSimulator: true, ossBaseUrl: undefined });
    expect(readConfig({ NODE_ENV: 'production' }).ossSimulator).toBe(false);
    expect(readConfig({ NODE_ENV: 'production', OSS_SIMULATOR: 'true' }).ossSimulator).toBe(true);
  });

  test('reads tables of names', () => {
    expect(readConfig({ OSS_METHOD_PATHS: '{"checkNIB":"layanan/cek-nib"}' }).ossMethodPaths).toEqual({ checkNIB: 'layanan/cek-nib' });
    for (const wrong of ['[]', 'null', '{', '"x"', '{"a":1}', '{"a":"b\\r\\nc"}', '{"a":""}'])
      expect(problemsOf({ OSS_HEADERS: wrong })).toEqual([expect.stringMatching(/^OSS_HEADERS must be a JSON object/)]);
    expect(problemsOf({ OSS_TOKEN_HEADER: 'To ken' })).toEqual(['OSS_TOKEN_HEADER must be the name of an HTTP header']);
  });

  test.each(['production', 'prod', 'Production'])('demo users are off where NODE_ENV is %s, unless asked for', (NODE_ENV) => {
    expect(readConfig({ NODE_ENV })).toMatchObject({ demo: false, ossSimulator: false });
    expect(readConfig({ NODE_ENV, DEMO: 'true' })).toMatchObject({ demo: true, ossSimulator: true });
  });

  test.each(['0.0.0.0', '::', '192.168.1.4', 'izin.example', '127.0.0.1.example'])('demo users are off on %s, unless asked for', (HOST) => {
    for (const NODE_ENV of ['', 'development', 'test', 'prod', 'production'])
      expect(readConfig({ HOST, NODE_ENV })).toMatchObject({ demo: false, ossSimulator: false });
    expect(readConfig({ HOST, DEMO: 'true' })).toMatchObject({ demo: true, ossSimulator: true });
  });

  test.each(['', '127.0.0.1', '127.0.0.9', 'localhost', '::1'])('demo users come by themselves on HOST=%s', (HOST) => {
    expect(readConfig({ HOST })).toMatchObject({ demo: true, ossSimulator: true });
  });

  test('without demo users there is no simulator, unless it is asked for', () => {
    expect(readConfig({ DEMO: 'false' }).ossSimulator).toBe(false);
    expect(readConfig({ DEMO: 'false', OIDC_ISSUER: 'https://sso.example' }).ossSimulator).toBe(false);
  });

  test('names at start what is allowed and dangerous', () => {
    const said = (env: Record<string, string>) => startWarnings(readConfig(env), env).map((warning) => warning.split(' ')[0]);
    expect(said({})).toEqual([]);
    expect(said({ NODE_ENV: 'Production' })).toEqual(['NODE_ENV']);
    const at = (host: string) => ({
      OIDC_ISSUER: `${host}/realm`,
      SIGNER_URL: host,
      SIGNER_TRUST: 'anchors.pem',
      NOTICE_GATEWAY_URL: host,
      OSS_BASE_URL: host,
      S3_ENDPOINT: host,
      S3_BUCKET: 'b',
      PUBLIC_URL: host,
    });
    const names = ['OIDC_ISSUER', 'SIGNER_URL', 'NOTICE_GATEWAY_URL', 'OSS_BASE_URL', 'S3_ENDPOINT', 'PUBLIC_URL'];
    expect(said(at('http://lain.example'))).toEqual(names);
    for (const host of ['https://lain.example', 'http://127.0.0.1:9000', 'http://localhost']) expect(said(at(host))).toEqual([]);
    expect(said({ SMTP_URL: 'smtp://a:b@mail.example', SMTP_PLAIN: 'true', ALLOW_PRIVATE_WEBHOOKS: 'true' })).toEqual([
      'SMTP_PLAIN',
      'ALLOW_PRIVATE_WEBHOOKS',
    ]);
  });

  test('no session is shorter than its access token', () => {
    expect(problemsOf({ TOKEN_TTL_SECONDS: '90000' })).toEqual([
      'REFRESH_TTL_SECONDS must not be less than TOKEN_TTL_SECONDS',
      'SESSION_MAX_SECONDS must not be less than TOKEN_TTL_SECONDS',
    ]);
  });

  test('reads rates, networks, paths and pairs', () => {
    const config = readConfig({
      RATE_SIGN_IN: '5/h',
      RATE_UPLOAD: 'off',
      TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      OIDC_ROLES_CLAIM: 'realm_access.roles',
      OIDC_ROLE_MAP: 'a=x, b=back-office/I',
    });
    expect(config).toMatchObject({
      rateSignIn: { count: 5, windowMs: 3_600_000 },
      rateUpload: null,
      trustedProxies: ['10.0.0.0/8', '::1'],
      oidcRolesClaim: ['realm_access', 'roles'],
    });
    expect([...config.oidcRoleMap]).toEqual([
      ['a', 'x'],
      ['b', 'back-office/I'],
    ]);
  });

  test('names all problems at once', () => {
    expect(problemsOf({ PORT: 'abc', ROLE: 'foo', DATABASE_POOL: '0', LOG_LEVEL: 'loud', DEMO: 'yes' })).toEqual([
      'PORT must be a whole number from 0 to 65535',
      'ROLE must be one or more of api, worker, with commas between',
      'DATABASE_POOL must be a whole number from 2 to 200',
      'DEMO must be true or false',
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
    ]);
  });

  test.each([
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['PORT', '3e3'],
    ['PORT', '0x10'],
    ['PORT', '99999999999999999999'],
    ['ROLE', 'api,'],
    ['ROLE', ','],
    ['DATABASE_URL', 'mysql://db/terbit'],
    ['DATABASE_URL', 'postgres:///terbit'],
    ['DATABASE_URL', 'db.example'],
    ['AUTH_SECRET', 'short'],
    ['AUTH_SECRET', 'a'.repeat(32)],
    ['AUTH_SECRET', '0123456789abcdef0123456789abcdef'],
    ['AUTH_SECRET', 'abcdefghijklmnopqrstuvwxyz0123456789'],
    ['AUTH_SECRET', 'changemechangemechangemechangeme'],
    ['AUTH_SECRET', 'change-me-change-me-change-me-change-me'],
    ['AUTH_SECRET', `${'aB3$'.repeat(16)}`],
    ['AUTH_SECRET', '01'.repeat(40)],
    ['AUTH_SECRET', `${SECRET},short`],
    ['AUTH_SECRET', `${SECRET},${SECRET}`],
    ['AUTH_SECRET', `${SECRET},`],
    ['OIDC_CLIENTS', 'a b'],
    ['TOKEN_TTL_SECONDS', '10'],
    ['RATE_SIGN_IN', '5'],
    ['RATE_SIGN_IN', '0/m'],
    ['RATE_SIGN_IN', '5/w'],
    ['TRUSTED_PROXIES', 'proxy.example'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['OIDC_ISSUER', 'sso.example'],
    ['OIDC_ALGORITHMS', 'HS256'],
    ['OIDC_ALGORITHMS', 'none'],
    ['OIDC_ROLE_MAP', 'a'],
    ['OIDC_ROLES_CLAIM', 'a..b'],
    ['OIDC_AGENCY', 'Not a code'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://a.example/path'],
    ['CORS_ORIGINS', 'https://a.example,'],
  ])('refuses %s=%s', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} must `));
  });

  test('takes several secrets to sign with, such as openssl makes them', () => {
    const random = Array.from({ length: 200 }, () => randomBytes(32));
    for (const form of ['base64', 'base64url', 'hex'] as const)
      for (const bytes of random) expect(problemsOf({ AUTH_SECRET: bytes.toString(form) })).toEqual([]);
    for (const bytes of random) expect(problemsOf({ AUTH_SECRET: bytes.toString('hex').slice(0, 32) })).toEqual([]);
    expect(readConfig({ AUTH_SECRET: `${SECRET}, ${SECRET.toLowerCase()}` }).authSecrets).toEqual([SECRET, SECRET.toLowerCase()]);
    expect(readConfig({}).authSecrets).toEqual([]);
  });

  test('never shows a value', () => {
    const message = new ConfigProblems(problemsOf({ AUTH_SECRET: 'hunter2', DATABASE_URL: 'mysql://u:hunter2@db/x' })).message;
    expect(message).toContain('AUTH_SECRET');
    expect(message).not.toContain('hunter2');
  });

  test('cannot be changed', () => {
    const config = readConfig({});
    expect(Object.isFrozen(config) && Object.isFrozen(config.role)).toBe(true);
  });

  test('the example names every variable once, and its presets are accepted', () => {
    const lines = envExample().split('\n');
    const set = lines.flatMap((line) => [/^# ([A-Z0-9_]+)=(.*)$/.exec(line)].filter((match) => match !== null));
    expect(set.map((match) => match[1])).toEqual(Object.values(VARIABLES).map((variable) => variable.name));
    expect(readConfig(Object.fromEntries(set.map((match) => [match[1], match[2]])))).toEqual(readConfig({}));
  });
});
