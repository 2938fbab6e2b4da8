import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneTemplate, dropDatabase } from './support/boot.js';
import { NodeProcess } from './support/node-process.js';

const SENTENCE = 'kuda putih di tepi danau';
const NIK = '1211012304850001';

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A process of its own that logs as much as it can: what people type and what lets them in stands nowhere in it. */
test('no password, token, code or identity number stands in the log or in a refusal', async () => {
  const databaseUrl = await cloneTemplate();
  const dataDir = mkdtempSync(join(tmpdir(), 'terbit-silence-'));
  const node = NodeProcess.start({ DATABASE_URL: databaseUrl, DATA_DIR: dataDir, LOG_LEVEL: 'trace', ROLE: 'api,worker' });
  try {
    const url = await node.ready();
    const send = async (method: string, path: string, body?: unknown, token?: string): Promise<Answer> => {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, text, body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {} };
    };
    const signIn = async (username: string) => (await send('POST', '/v1/auth/token', { username, password: 'terbit' })).body;
    const [applicant, admin] = [await signIn('pemohon'), await signIn('admin')];
    const token = applicant['accessToken'] as string;
    const service = (await send('GET', '/v1/services/iumk', undefined, token)).body as Record<'form' | 'applicant', { examples: object[] }>;
    const opened = await send(
      'POST',
      '/v1/applications',
      { service: 'iumk', form: { ...service.form.examples[0], nik: NIK }, applicant: { ...service.applicant.examples[0], nik: NIK } },
      token,
    );
    expect(opened.status).toBe(201);
    const refusals = [
      await send('POST', '/v1/auth/token', { username: 'kadis', password: SENTENCE }),
      await send('POST', '/v1/auth/token', { username: SENTENCE, password: SENTENCE }),
      await send('POST', '/v1/auth/token', `{"username":"kadis","password":"${SENTENCE}"`),
      await send('POST', '/v1/auth/token', { username: 'kadis', password: { is: SENTENCE } }),
      await send('POST', '/v1/auth/register', { username: 'siapa', name: 'Siapa', password: SENTENCE, agency: 'nowhere' }),
      await send('POST', '/v1/auth/refresh', { refreshToken: `${applicant['refreshToken'] as string}x` }),
      await send('POST', '/v1/auth/password', { username: 'kadis', currentPassword: SENTENCE, newPassword: SENTENCE }),
      await send('POST', '/v1/staff', { username: 'siapa', name: 'Siapa', password: SENTENCE, roles: [] }, admin['accessToken'] as string),
      await send('GET', '/v1/me', undefined, `${token}x`),
      await send('POST', '/graphql', { query: `{ nothing(password: "${SENTENCE.slice(0, 0)}") }` }, token),
      await send('GET', `/v1/applications/${NIK}`, undefined, token),
      await send('GET', '/v1/track/RESI-2026-000001?code=GEHEIMCODE'),
    ];
    expect(refusals.filter(({ status }) => status < 400 || status >= 500).map(({ status, text }) => `${status} ${text}`)).toEqual([]);
    // Somebody who sends their number as an id gets it back, and nobody else.
    for (const { text } of refusals.slice(0, -2)) expect(text).not.toContain(SENTENCE);
    await node.stop();
    const signatures = [token, admin['accessToken'] as string, applicant['refreshToken'] as string].map((each) => each.split('.').at(-1)!);
    for (const secret of [SENTENCE, NIK, 'GEHEIMCODE', ...signatures]) expect(node.output).not.toContain(secret);
    expect(node.output).toContain('Terbit is ready');
  } finally {
    await node.kill();
    await dropDatabase(databaseUrl);
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 90_000);
