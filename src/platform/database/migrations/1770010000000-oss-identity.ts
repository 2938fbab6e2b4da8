import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which case a licence of OSS is: matched by keyed hashes of NIB and NIK, or confirmed by the front office. */
export class OssIdentity1770010000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [IDENTITIES, LICENCES, KNOWN, REQUESTS]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table oss_join_requests');
    await runner.query('alter table oss_licences drop column joined_by, drop column nibs, drop column niks');
    await runner.query('drop table form_identities');
  }
}

/** Keyed hashes of the numbers in the last revision of a form. Rows of older cases are added by `BusinessIdentities`. */
const IDENTITIES = `
create table form_identities (
  agency            text not null,
  application_id    uuid not null,
  nibs              text[] not null,
  niks              text[] not null,
  primary key (agency, application_id),
  foreign key (agency, application_id) references applications (agency, id)
);
create index form_identities_nibs on form_identities using gin (nibs);
create index form_identities_niks on form_identities using gin (niks)`;

/** How a licence came to its case, and with which numbers. */
const LICENCES = `
alter table oss_licences
  add column joined_by text not null default 'unchecked',
  add column nibs text[] not null default '{}',
  add column niks text[] not null default '{}'`;

/** Cases that OSS opened itself, and those that are decided already, keep their licence; the others are compared once. */
const KNOWN = `
update oss_licences l
   set joined_by = case when e.actor_id = 'oss' then 'opened' else 'confirmed' end
  from applications a
  join events e on e.agency = a.agency and e.application_id = a.id and e.seq = 1
 where a.agency = l.agency and a.id = l.application_id
   and (e.actor_id = 'oss' or a.status <> 'open' or a.state->'facts' ? 'signed')`;

/** A licence that may belong to a case: for the front office to join or to dismiss. `licence` is encrypted, and emptied with the answer. */
const REQUESTS = `
create table oss_join_requests (
  agency            text not null,
  id                uuid not null,
  id_izin           text not null,
  application_id    uuid not null,
  nib_agrees        boolean not null,
  nik_agrees        boolean not null,
  licence           text not null,
  status            text not null default 'open',
  created_at        timestamptz not null,
  decided_at        timestamptz,
  decided_by        text,
  decided_name      text,
  reason            text,
  primary key (agency, id),
  foreign key (agency, application_id) references applications (agency, id)
);
create unique index oss_join_requests_pair on oss_join_requests (agency, id_izin, application_id);
create index oss_join_requests_by_status on oss_join_requests (agency, status, id);
create index oss_join_requests_by_case on oss_join_requests (agency, application_id)`;
