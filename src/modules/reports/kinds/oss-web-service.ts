import { aMoment } from '../../../platform/api/paging.js';
import type { ReadDatabase } from '../../../platform/database/read-database.js';
import { statement } from '../../../platform/database/tx.js';
import type { Line, PagedView, PlacedLine, ReportScope, WholeView } from '../report.js';
import { column, localMoment, named, SERVICE } from './columns.js';
import { beginning, inDays, inScope, ofService } from './in-scope.js';

const MESSAGES = statement(
  'report.oss-messages',
  `with told as (
     select a.service, m.call, m.status, m.attempts, extract(epoch from m.settled_at - m.created_at) / 60 as minutes
       from oss_messages m join applications a on a.agency = m.agency and a.id = m.application_id
      where m.agency = $1 and ${ofService('a.service')} and ${inDays('m.created_at')}
   )
   select service, call, count(*)::integer as told, count(*) filter (where status in ('waiting', 'sending'))::integer as waiting,
          count(*) filter (where status = 'accepted')::integer as accepted, count(*) filter (where status = 'refused')::integer as refused,
          count(*) filter (where status = 'by-hand')::integer as "byHand", sum(attempts)::integer as attempts,
          round(percentile_disc(0.5) within group (order by minutes) filter (where status in ('accepted', 'refused')), 1)::double precision as p50,
          round(percentile_disc(0.9) within group (order by minutes) filter (where status in ('accepted', 'refused')), 1)::double precision as p90
     from told group by service, call order by service, call`,
);
/** A call that is about no case, such as one for a table, belongs to no service. */
const CALLS = statement(
  'report.oss-calls',
  `select c.direction, c.method, count(*)::integer as times, count(*) filter (where outcome = 'accepted')::integer as accepted,
          count(*) filter (where outcome = 'refused')::integer as refused, count(*) filter (where outcome = 'unavailable')::integer as unavailable,
          percentile_disc(0.5) within group (order by took_ms)::integer as p50, percentile_disc(0.9) within group (order by took_ms)::integer as p90
     from oss_calls c left join applications a on a.agency = c.agency and a.id = c.application_id
    where c.agency = $1 and ${ofService('a.service')} and ${inDays('c.at')}
    group by c.direction, c.method order by c.direction, c.method`,
);
const LICENCES = statement(
  'report.oss-licences',
  `select l.linked_at, l.id_izin, a.number, l.service, l.nib, l.oss_number, l.accepted, l.remote, l.difference,
          (select count(*) from oss_messages m
            where m.agency = l.agency and m.id_izin = l.id_izin and m.status in ('waiting', 'sending'))::integer as waiting,
          (select count(*) from oss_messages m where m.agency = l.agency and m.id_izin = l.id_izin and m.status = 'refused')::integer as refused
     from oss_licences l join applications a on a.agency = l.agency and a.id = l.application_id
    where l.agency = $1 and ${ofService('a.service')} and ${inDays('l.linked_at')}
      and (l.linked_at, l.id_izin) > ($6::text::timestamptz, $7::text)
    order by l.linked_at, l.id_izin
    limit $8`,
);

/** Asked for when it is read: a report is described before its class has everything. */
type Source = () => ReadDatabase;

const CALL_NAMES = {
  status: { id: 'Kabar status', en: 'Status' },
  number: { id: 'Permintaan nomor', en: 'Request for a number' },
  validate: { id: 'Validasi', en: 'Validation' },
  publish: { id: 'Penerbitan', en: 'Publication' },
};
const DIRECTIONS = { in: { id: 'dari OSS', en: 'from OSS' }, out: { id: 'ke OSS', en: 'to OSS' } };
const ACCEPTED = column('accepted', 12, 'Diterima', 'Accepted');
const REFUSED = column('refused', 12, 'Ditolak', 'Refused');
const WAITING = column('waiting', 12, 'Menunggu', 'Waiting');
const BEGINNING = beginning('');
const anIdIzin = (text: string) => text.length <= 100;

/** What OSS was told by web service, and how long it took to say yes or no; minutes by the clock, for OSS keeps no office hours. */
export function ossMessages(database: Source): WholeView {
  return {
    kind: 'whole',
    columns: [
      SERVICE,
      column('call', 20, 'Kabar', 'Message', named(CALL_NAMES)),
      column('told', 10, 'Jumlah', 'Number'),
      WAITING,
      ACCEPTED,
      REFUSED,
      column('byHand', 12, 'Dengan tangan', 'By hand'),
      column('attempts', 12, 'Percobaan', 'Attempts'),
      column('p50', 14, 'Menit (p50)', 'Minutes (p50)'),
      column('p90', 14, 'Menit (p90)', 'Minutes (p90)'),
    ],
    lines: (scope) => database().read<Line & Record<string, unknown>>(MESSAGES, inScope(scope)),
  };
}

/** Every call by its method: what came of it, and the milliseconds until its answer. */
export function ossCalls(database: Source): WholeView {
  return {
    kind: 'whole',
    columns: [
      column('direction', 12, 'Arah', 'Direction', named(DIRECTIONS)),
      column('method', 24, 'Metode', 'Method'),
      column('times', 10, 'Kali', 'Times'),
      ACCEPTED,
      REFUSED,
      column('unavailable', 14, 'Tanpa jawaban', 'No answer'),
      column('p50', 14, 'ms (p50)', 'ms (p50)'),
      column('p90', 14, 'ms (p90)', 'ms (p90)'),
    ],
    lines: (scope) => database().read<Line & Record<string, unknown>>(CALLS, inScope(scope)),
  };
}

/** Each licence, by when it was known here: where it stands on both sides. */
export function ossLicences(database: Source): PagedView {
  return {
    kind: 'paged',
    cursor: [aMoment, anIdIzin],
    columns: [
      column('number', 22, 'Nomor permohonan', 'Application'),
      SERVICE,
      column('at', 18, 'Terhubung', 'Linked', localMoment),
      column('idIzin', 28, 'id_izin', 'id_izin'),
      column('nib', 16, 'NIB', 'NIB'),
      column('ossNumber', 24, 'Nomor dari OSS', 'Number by OSS'),
      column('accepted', 16, 'Status terkirim', 'Status told'),
      column('remote', 14, 'Status di OSS', 'Status in OSS'),
      WAITING,
      REFUSED,
      column('difference', 50, 'Perbedaan', 'Difference'),
    ],
    page: (scope, after, limit) => licences(database(), scope, after, limit),
  };
}

interface LicenceRow extends Record<string, unknown> {
  readonly linked_at: Date;
  readonly id_izin: string;
  readonly oss_number: string | null;
}

async function licences(database: ReadDatabase, scope: ReportScope, after: readonly string[] | null, limit: number): Promise<PlacedLine[]> {
  const rows = await database.read<LicenceRow & Line>(LICENCES, [...inScope(scope), ...(after ?? BEGINNING), limit]);
  return rows.map(({ linked_at: linked, id_izin: idIzin, oss_number: ossNumber, ...rest }) => ({
    place: [linked.toISOString(), idIzin],
    line: { ...rest, at: linked.toISOString(), idIzin, ossNumber },
  }));
}
