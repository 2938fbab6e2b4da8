import { exampleNib } from '../../src/oss-simulator/example-nib.js';
import type { ApplicationView } from '../../src/workflow/application.view.js';
import { ok, type Session } from './client.js';
import type { OssTown } from './oss-town.js';
import { until } from './until.js';

/** A NIB as OSS sends it. */
export type Data = Record<string, unknown>;
export const VICTIM = 'Korban Asli (demo)';
export const OTHER_NIK = '1211010101990002';

/** A business in OSS with one licence to apply for. */
export const business = (town: OssTown, serial: number) => exampleNib({ name: VICTIM }, town.service.clock.now(), serial) as Data;
export const nibOf = (data: Data) => String(data['nib']);
export const nikOf = (data: Data) => String(data['no_id_user_proses']);
export const idOf = (data: Data) => String((data['data_checklist'] as { id_izin: string }[])[0]!.id_izin);

/** An applicant, or the counter for one, hands in the example of the form, with these changes. */
export async function handInAs(
  town: OssTown,
  form: object,
  applicant: object = { name: 'Pemohon (demo)' },
  by?: Session,
): Promise<ApplicationView> {
  const session = by ?? (await town.service.as('pemohon'));
  const { form: schema } = ok(await session.get<{ form: { examples: object[] } }>('/v1/services/iumk'));
  const filled = { ...schema.examples[0], ...form };
  const request = { service: 'iumk', form: filled, applicant };
  const first = await session.post<ApplicationView & { warnings: { id: string }[] }>('/v1/applications', request);
  if (first.status !== 422) return ok(first);
  // An attacker claims that everything is right.
  const confirmedWarnings = first.body.warnings.map(({ id }) => id);
  return ok(await session.post<ApplicationView>('/v1/applications', { ...request, confirmedWarnings }));
}

/** OSS sends it; what was made of it. */
export async function sentBy(town: OssTown, data: Data, changes: Data = {}): Promise<string> {
  const body = { ...data, ...changes };
  town.oss.memory.know(body);
  const arrived = () =>
    town.service.sql<{ status: string; result: string }>('select status, result from oss_inbox where nib = $1 order by id', [nibOf(data)]);
  const done = (rows: readonly { status: string }[]) => rows.filter(({ status }) => status !== 'received').length;
  const before = done(await arrived());
  await town.oss.callbacks.receiveNIB(nibOf(data), body);
  return (await until(arrived, (rows) => done(rows) > before)).at(-1)!.result;
}
