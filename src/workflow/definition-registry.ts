import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import type { WorkingCalendar } from '../kernel/working-calendar.js';
import type { WorkingTime } from '../kernel/working-time.js';
import { AgencyRoles } from '../platform/auth/agency-roles.js';
import { Audit, type AuditNote } from '../platform/audit/audit.js';
import { Database } from '../platform/database/database.js';
import { statement, type Tx } from '../platform/database/tx.js';
import type { WorkingClock } from '../sop/deadline.js';
import { performerOf } from '../sop/definition-lookup.js';
import { withDeclaredRules } from '../sop/rules/declared-rules.js';
import { withSeparation } from '../sop/separation.js';
import type { Agency, SopDefinition } from '../sop/sop-definition.js';
import { ACTIVITIES, type Activity } from './activity.js';
import { readSopFolder, SOP_FOLDER, SopProblems, type KnownAgency, type SopFolder } from './sop-folder.js';
import { agencyNotFound, serviceNotFound } from './workflow-refusals.js';

/** The activity that is a signature. */
const SIGN = 'sign';

/** A definition with the hash of the file it was read from: what a case is pinned to. */
export interface PublishedDefinition {
  readonly definition: SopDefinition;
  readonly sha256: string;
  readonly version: number;
}

const PUBLISH = statement(
  'definition.publish',
  `insert into sop_definitions (agency, service, sha256, version, definition, source, published_at)
   select $1, $2, $3, coalesce(max(version), 0) + 1, $4, $5, $6 from sop_definitions where agency = $1 and service = $2
   on conflict (agency, service, sha256) do nothing returning version`,
);
const PUBLISHED = statement('definition.published', `select agency, service, sha256, version, definition from sop_definitions`);
const LOCK = statement('definition.lock', `select pg_advisory_xact_lock(7261002)`);

/** Every definition this service knows: those of the files, and the earlier versions that cases began with. */
@Injectable()
export class DefinitionRegistry {
  private readonly logger = new Logger('Definitions');
  private folder: SopFolder;
  private readonly current = new Map<string, PublishedDefinition>();
  private readonly pinned = new Map<string, PublishedDefinition>();
  private readonly calendars = new Map<string, KnownAgency>();
  private readonly activities: ReadonlyMap<string, Activity>;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly roles: AgencyRoles,
    private readonly audit: Audit,
    @Inject(SOP_FOLDER) private readonly path: string,
    @Inject(ACTIVITIES) activities: readonly Activity[],
  ) {
    this.activities = new Map(activities.map((activity) => [activity.declaration.name, activity]));
  }

  /** Reads and checks the files. Throws SopProblems with everything that is wrong. */
  read(): void {
    this.folder = readSopFolder(
      this.path,
      [...this.activities.values()].map((activity) => activity.declaration),
    );
    if (this.folder.problems.length > 0) throw new SopProblems(this.folder.problems);
    this.roles.learn(this.agencies());
  }

  /** Publishes what is new in the files, and takes up what was published before. */
  async load(): Promise<void> {
    await this.publish();
    for (const row of await this.database.run<PublishedRow>(PUBLISHED, [])) this.remember(row);
    this.logger.log(`${this.current.size} services of ${this.folder.agencies.size} agencies`);
  }

  agencies(): readonly Agency[] {
    return [...this.folder.agencies.values()].map((known) => known.agency);
  }

  agency(code: string): Agency {
    return this.known(code).agency;
  }

  working(agency: string): WorkingClock {
    return this.known(agency).working;
  }

  /** An agency with its working calendar. */
  known(code: string): KnownAgency {
    const known = this.calendars.get(code) ?? this.folder.agencies.get(code);
    if (!known) throw agencyNotFound({ agency: code.slice(0, 100) });
    return known;
  }

  /** Another calendar is in force from now on. */
  useCalendar(code: string, calendar: WorkingCalendar, working: WorkingTime): void {
    this.calendars.set(code, { ...this.known(code), calendar, working });
  }

  /** The services that an agency offers now. */
  services(agency: string): readonly PublishedDefinition[] {
    return [...this.current.values()].filter((published) => published.definition.agency === agency);
  }

  /** The present version of a service; refused when the agency does not offer it. */
  service(agency: string, code: string): PublishedDefinition {
    const found = this.current.get(`${agency} ${code}`);
    if (found) return found;
    const known = this.services(agency)
      .map((published) => published.definition.code)
      .join(', ');
    throw serviceNotFound({ service: code.slice(0, 100), known });
  }

  /** The version a case began with, whatever the file says today. */
  async version(agency: string, service: string, sha256: string, tx?: Tx): Promise<PublishedDefinition> {
    const found = this.pinned.get(sha256 + agency + service);
    if (found) return found;
    // Another node has published it since this one started. A transaction looks on its own connection: if each of them waited
    // for a second one, the pool would be empty and none would ever come back.
    const rows = tx ? await tx.run<PublishedRow>(PUBLISHED, []) : await this.database.run<PublishedRow>(PUBLISHED, []);
    for (const row of rows) this.remember(row);
    const late = this.pinned.get(sha256 + agency + service);
    if (!late) throw new Error(`definition ${agency}/${service} ${sha256} is not published`);
    return late;
  }

  /** The hashes of an agency's definitions, earlier versions among them, for which something holds. */
  hashes(agency: string, holds: (definition: SopDefinition) => boolean): readonly string[] {
    return [...this.pinned.values()].flatMap(({ definition, sha256 }) =>
      definition.agency === agency && holds(definition) ? [sha256] : [],
    );
  }

  /** Every version that a case of an agency may have begun with, those of other nodes too. */
  async versions(agency: string): Promise<PublishedDefinition[]> {
    for (const row of await this.database.run<PublishedRow>(PUBLISHED, [])) this.remember(row);
    return [...this.pinned.values()].filter((published) => published.definition.agency === agency);
  }

  activity(name: string): Activity {
    const activity = this.activities.get(name);
    if (!activity) throw new Error(`no activity "${name}" is installed`);
    return activity;
  }

  private async publish(): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.run(LOCK, []);
      const published: AuditNote[] = [];
      for (const { definition, sha256, source } of this.folder.definitions) {
        const { agency, code: service } = definition;
        const [row] = await tx.run<{ version: number }>(PUBLISH, [
          agency,
          service,
          sha256,
          JSON.stringify(definition),
          source,
          this.clock.now(),
        ]);
        if (row) published.push({ agency, kind: 'definition-published', data: { service, version: row.version, sha256 } });
      }
      for (const each of published) await this.audit.note(tx, each);
    });
  }

  /** A version from before activities brought rules gets those of its activities. */
  private withRules(definition: SopDefinition): SopDefinition {
    const declarations = new Map([...this.activities].map(([name, { declaration }]) => [name, declaration]));
    return withDeclaredRules(withSeparation(definition, declarations), declarations);
  }

  private remember(row: PublishedRow): void {
    const file = this.folder.definitions.find(
      (read) => read.sha256 === row.sha256 && read.definition.agency === row.agency && read.definition.code === row.service,
    );
    const published = { definition: file?.definition ?? this.withRules(row.definition), sha256: row.sha256, version: row.version };
    this.pinned.set(row.sha256 + row.agency + row.service, published);
    this.roles.learnSigners(row.agency, signersOf(published.definition));
    if (file) this.current.set(`${row.agency} ${row.service}`, published);
  }
}

/** The roles whose row of the SOP is a signature. */
function signersOf(definition: SopDefinition): string[] {
  return definition.steps.filter(({ does }) => does === SIGN).map((step) => performerOf(definition, step).role);
}

interface PublishedRow {
  readonly agency: string;
  readonly service: string;
  readonly sha256: string;
  readonly version: number;
  readonly definition: SopDefinition;
}
