import { ConfigProblems, readConfig } from './config.js';
import { envExample } from './env-example.js';
import { VARIABLES } from './variables.js';

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

  test('demo users are off in production unless asked for', () => {
    expect(readConfig({ NODE_ENV: 'production' }).demo).toBe(false);
    expect(readConfig({ NODE_ENV: 'production', DEMO: 'true' }).demo).toBe(true);
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
    ['TOKEN_TTL_SECONDS', '10'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://a.example/path'],
    ['CORS_ORIGINS', 'https://a.example,'],
  ])('refuses %s=%s', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} must `));
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
