import type { Booted } from './boot.js';

/**
 * As many cases as are wanted beside one that was opened, with their journals and tasks: each nineteen of twenty done, spread over
 * years, services, steps and names. Only what lists and searches read: enough for the database to plan as it would with a real past.
 */
export async function multiply(service: Booted, application: string, count: number): Promise<void> {
  for (let from = 1; from <= count; from += AT_ONCE)
    await add(service, [application, count, service.clock.now(), from, from + AT_ONCE - 1]);
  await service.sql(
    `insert into name_words (agency, word) select distinct agency, regexp_split_to_table(lower(applicant_name), ' ') from applications
      where number like 'BANYAK-%' on conflict do nothing`,
  );
  for (const table of ['applications', 'tasks', 'events', 'name_words']) await service.sql(`vacuum analyze ${table}`);
}

/** Within the time that one statement has. */
const AT_ONCE = 25_000;

async function add(service: Booted, params: readonly unknown[]): Promise<void> {
  const id = (salt: string) =>
    `(lpad(to_hex((extract(epoch from $3::timestamptz) * 1000)::bigint - ($2::int - n)::bigint * 600000), 12, '0')
      || '7${salt}00-8' || lpad(to_hex(n), 15, '0'))`;
  const uuid = (salt: string) =>
    `regexp_replace(substr(${id(salt)}, 1, 12) || substr(${id(salt)}, 13, 4) || substr(${id(salt)}, 18, 16), '^(.{8})(.{4})(.{4})(.{4})(.{12})$', '\\1-\\2-\\3-\\4-\\5')::uuid`;
  const at = `$3::timestamptz - ($2::int - n) * interval '10 minutes'`;
  // Words of syllables: as many different ones as in a real office, and none of a real person.
  const word = (n: string) =>
    `(select string_agg((array['ba','ka','ri','sun','to','lem','pan','di','wa','mur'])[1 + (${n} / (10 ^ k)::int) % 10], '' order by k) from generate_series(0, 2) k)`;
  const name = `'Pemohon ' || initcap(${word('n')}) || ' ' || initcap(${word('(n * 7 + 13)')})`;
  await service.sql(
    `insert into applications (agency, id, number, service, definition, status, version, state, head_hash, applicant_id, applicant_name,
                               receipt_number, search, opened_at, updated_at, closed_at)
     select agency, ${uuid('1')}, 'BANYAK-' || n, service, definition,
            case when n % 20 = 0 then 'open' when n % 3 = 0 then 'rejected' else 'granted' end, version, state, head_hash,
            case when n % 50 = 0 then applicant_id else 'user-' || n % 5000 end, ${name}, 'RESI-BANYAK-' || n,
            ' ' || replace(lower('BANYAK-' || n || ' ' || ${name} || ' ' || 1000000000000 + n::bigint || ' RESI-BANYAK-' || n), '-', ''), ${at}, ${at},
            case when n % 20 = 0 then null else ${at} + interval '9 days' end
       from applications, generate_series($4::int, least($5::int, $2::int)) n where id = $1`,
    params,
  );
  await service.sql(
    `insert into tasks (agency, id, application_id, service, step, role, section, status, opened_at, due_at, claimed_by)
     select agency, ${uuid('2')}, ${uuid('1')}, service, 1 + n % 25,
            (array['applicant','front-office','back-office','technical-team','service-head','secretary'])[1 + n % 6],
            case when n % 6 = 2 then 'I' end, case when n % 20 = 0 then 'open' else 'done' end, ${at},
            case when n % 7 = 0 then null else ${at} + interval '3 days' end, case when n % 40 = 0 then 'user-' || n % 9 end
       from tasks, generate_series($4::int, least($5::int, $2::int)) n where application_id = $1`,
    params,
  );
  await service.sql(
    `insert into events (agency, application_id, seq, at, type, actor_id, body, prev_hash, hash)
     select agency, ${uuid('1')}, 1, at, type, actor_id,
            body || case when n % 5 = 0 then jsonb_build_object('note', 'catatan ' || ${word('n')} || ' nomor ' || n) else '{}' end, prev_hash, hash
       from events, generate_series($4::int, least($5::int, $2::int)) n where application_id = $1 and seq = 1 and $3::timestamptz is not null`,
    params,
  );
}
