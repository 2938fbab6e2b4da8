import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { Finding, same } from './finding.js';
import type { Office } from './office.js';

interface Row {
  readonly id: string;
  readonly application_id: string;
  readonly kind: string;
  readonly channel: string;
  readonly status: string;
}

const KINDS = ['received', 'receipt', 'decided', 'ready', 'revoked', 'corrected', 'returned'];

/** Every applicant with an address is told of everything once, under one Message-ID. `undefined` while something is still under way. */
export async function checkNotices(office: Office, database: pg.Pool, dataDir: string): Promise<boolean> {
  const { rows } = await database.query<Row>('select id, application_id, kind, channel, status from notices');
  const mails = rows.filter(({ channel }) => channel === 'email');
  const folder = join(dataDir, 'outbox');
  const files = new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.eml'))
      .map((name) => [name.slice(11, -4), readFileSync(join(folder, name), 'utf8')]),
  );
  if (mails.some(({ status }) => status !== 'sent')) return false;
  for (const { id } of mails) {
    const found = /^Message-ID: <(.+)@/im.exec(files.get(id) ?? '')?.[1];
    same('Message-ID of a mail', found, id, { notice: id });
  }
  same(
    'mails that nobody knows of',
    [...files.keys()].filter((id) => !mails.some((mail) => mail.id === id)),
    [],
  );
  for (const kase of office.cases) {
    const of = mails.filter(({ application_id }) => application_id === kase.id);
    for (const kind of KINDS) {
      const count = of.filter((mail) => mail.kind === kind).length;
      const owed = kase.owed.get(kind) ?? 0;
      if (count !== owed) throw new Finding(`mails of the kind "${kind}"`, owed, count, { case: kase.number, applicant: kase.applicant });
    }
  }
  return true;
}
