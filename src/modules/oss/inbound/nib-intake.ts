import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '../../../kernel/refusal.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { SopDefinition } from '../../../sop/sop-definition.js';
import { CASE_INTAKE, type CaseIntake } from '../../../workflow/case-intake.js';
import { BusinessIdentities } from '../../../workflow/business-identities.js';
import { sameIdentity, sameNumbers } from '../../../workflow/business-identity.js';
import { WorkflowService } from '../../../workflow/workflow.service.js';
import { JoinRequests, type FoundLicence } from '../joins/join-requests.js';
import { agreement, LicenceMatches } from '../joins/licence-matches.js';
import { IDENTITY_OF_LICENCE } from '../joins/join-statements.js';
import type { JoinedBy } from '../oss-licence.entity.js';
import { LICENCE } from '../outbound/message-statements.js';
import { OssAgencies } from '../oss-agencies.js';
import { OSS, ossOf } from '../oss-principal.js';
import type { DataNib } from '../wire/data-nib.js';
import type { ArrivedRow, Made } from './arrived.js';
import { dataDay } from './data-day.js';
import { ENDED_ON, NEXT_VERSION, NIB_ENDED, OPEN_CASES_OF_NIB, UPDATE_LICENCE } from './inbox-statements.js';
import { LicenceLinks } from './licence-links.js';
import { OssInbox } from './oss-inbox.js';
import { isToProcess, licencesOf, type NibLicence } from './nib-licences.js';
import { nibOf } from './nib-of.js';
import { filledFrom } from './nib-reading.js';

/** A NIB that ends: by revocation (3) or cancellation (4); the code that its status gets, and the words of it. */
const ENDED: Readonly<Record<string, { readonly status: string; readonly reason: string }>> = {
  '3': { status: '06', reason: 'NIB dicabut menurut OSS' },
  '4': { status: '06', reason: 'NIB dibatalkan menurut OSS' },
};

/** Makes applications of NIBs: one that arrives opens a case or joins one; one that changes fills the form anew; one that ends ends its cases. */
@Injectable()
export class NibIntake {
  constructor(
    private readonly agencies: OssAgencies,
    private readonly identities: BusinessIdentities,
    private readonly matches: LicenceMatches,
    private readonly requests: JoinRequests,
    private readonly links: LicenceLinks,
    private readonly inbox: OssInbox,
    private readonly workflow: WorkflowService,
    @Inject(CASE_INTAKE) private readonly cases: CaseIntake,
  ) {}

  async process(tx: Tx, row: ArrivedRow): Promise<Made> {
    const nib = nibOf(await this.inbox.payload(row, tx));
    const number = nib.nib ?? '';
    const [{ version }] = (await tx.run<{ version: number }>(NEXT_VERSION, [row.agency, number])) as [{ version: number }];
    const end = ENDED[nib.tipe_dokumen ?? ''];
    const dataOn = dataDay(nib, row.received_at);
    const nothing = (result: string): Made => ({ result, version, dataOn, after: () => undefined });
    if (end) return nothing(await this.end(tx, row.agency, number, end));
    const [{ ended }] = (await tx.run<{ ended: string | null }>(ENDED_ON, [row.agency, number])) as [{ ended: string | null }];
    if (ended !== null && dataOn <= ended) return nothing(`NIB ${number} has ended since: nothing is opened or changed`);
    const results: string[] = [];
    const afters: (() => void)[] = [];
    for (const licence of licencesOf(nib)) {
      const { result, after } = await this.licence(tx, row.agency, nib, licence, { version, dataOn });
      results.push(result);
      afters.push(after);
    }
    return { result: results.join('; ') || 'no licence in it', version, dataOn, after: () => afters.forEach((after) => after()) };
  }

  private async licence(tx: Tx, agency: string, nib: DataNib, licence: NibLicence, edition: Edition): Promise<Made> {
    const { id_izin: idIzin, kd_izin: kdIzin } = licence;
    const done = (result: string, after: () => void = () => undefined): Made => ({ result: `${idIzin ?? '-'}: ${result}`, after });
    const service = this.agencies.serviceFor(agency, licence);
    if (!service?.oss) return done(`kd_izin ${kdIzin ?? '-'} is not served here`);
    if (!isToProcess(licence)) return done(`needs no work (flag_checklist ${licence.flag_checklist ?? '-'})`);
    if (idIzin === undefined) return done('has no id_izin');
    const filled = filledFrom(service, nib);
    const [there] = await tx.run<{ nib: string; data_on: string }>(LICENCE, [agency, idIzin]);
    if (there && there.nib !== nib.nib) return done('is a licence of another NIB');
    if (there && edition.dataOn < there.data_on) return done('is older than what is known of it');
    const identity = this.identities.hashed(agency, service, filled);
    const found = { agency, nib: nib.nib!, ...edition, ossId: nib.oss_id ?? '', licence, identity, filled };
    const known = there && (await this.update(tx, agency, nib, licence, edition));
    if (known) return done(await this.refill(tx, known, { ...found, service: service.code }));
    return this.begin(tx, service, found, done);
  }

  /** The case that somebody has handed in for it, where both numbers agree; otherwise a case of its own. */
  private async begin(tx: Tx, service: SopDefinition, found: Omit<FoundLicence, 'service'>, done: Done): Promise<Made> {
    const { agency, identity, filled } = found;
    const { matched, similar } = await this.matches.find(tx, agency, service.code, identity);
    const link = { ...found, service: service.code };
    if (matched !== undefined)
      return done(`joined ${matched}`, await this.links.add(tx, { ...link, application: matched, joinedBy: 'matched' }));
    const { assistant, submit } = service.oss!;
    const opened = await this.cases.open(tx, { agency, service: service.code, filled, assistant, submit, by: OSS });
    const lacks = opened.missing.map(({ pointer }) => pointer).join(', ');
    const after = await this.links.add(tx, { ...link, application: opened.id, joinedBy: 'opened' });
    for (const candidate of similar) await this.requests.add(tx, link, candidate);
    const asked = similar.length > 0 ? `, may belong to ${similar.map(({ id }) => id).join(', ')}` : '';
    return done(`opened ${opened.number}${lacks && `, its form lacks ${lacks}`}${asked}`, after);
  }

  /** A licence that we know: its new version, and the case that it is. */
  private async update(
    tx: Tx,
    agency: string,
    nib: DataNib,
    licence: NibLicence,
    { version, dataOn }: Edition,
  ): Promise<KnownCase | undefined> {
    const { id_izin: idIzin, id_proyek: project = '', kd_daerah: region = '' } = licence;
    const [known] = await tx.run<KnownCase>(UPDATE_LICENCE, [agency, idIzin, version, nib.oss_id ?? '', project, region, dataOn]);
    return known;
  }

  /**
   * A case that is under way gets the new data, as another revision of its form; what is signed stays as it was signed. Where the form
   * names somebody else nothing of it is filled in: the front office is asked.
   */
  private async refill(tx: Tx, known: KnownCase, found: FoundLicence): Promise<string> {
    const { application_id: application, status, facts, joined_by: joinedBy } = known;
    const { agency, filled, identity } = found;
    if (status !== 'open' || facts.includes('signed')) return `new version kept; ${application} is decided`;
    const present = await this.identities.of(tx, agency, application);
    const agrees =
      joinedBy === 'opened' || (joinedBy === 'confirmed' ? sameNumbers(present.niks, identity.niks) : sameIdentity(present, identity));
    if (!agrees) {
      if (joinedBy !== 'confirmed') await this.requests.add(tx, found, { id: application, ...agreement(present, identity) });
      return `new version kept; the form of ${application} names somebody else`;
    }
    await tx.run(IDENTITY_OF_LICENCE, [agency, found.licence.id_izin, identity.nibs, identity.niks]);
    const missing = await this.cases.refill(tx, agency, application, filled, OSS);
    return missing.length === 0 ? `form of ${application} filled anew` : `new version kept; it does not fit the form of ${application}`;
  }

  /** What is not decided yet is withdrawn, since there is no business any more; what is decided is shown to people. */
  private async end(tx: Tx, agency: string, nib: string, { status, reason }: (typeof ENDED)[string]): Promise<string> {
    const open = await tx.run<{ id: string }>(OPEN_CASES_OF_NIB, [agency, nib]);
    await tx.run(NIB_ENDED, [agency, nib, status, reason]);
    const results: string[] = [];
    for (const { id } of open) results.push(`${id} ${await this.withdraw(tx, agency, id, reason)}`);
    return `${reason}: ${results.join('; ') || 'no open case'}`;
  }

  private async withdraw(tx: Tx, agency: string, application: string, reason: string): Promise<string> {
    try {
      await this.workflow.perform(tx, { principal: ossOf(agency), application, command: { type: 'withdraw', reason } });
      return 'withdrawn';
    } catch (error) {
      if (error instanceof Refusal) return `stays: ${error.code}`;
      throw error;
    }
  }
}

/** Which of the payloads of a NIB it is, and of when its data is. */
interface Edition {
  readonly version: number;
  readonly dataOn: string;
}

type Done = (result: string, after?: () => void) => Made;

interface KnownCase extends Record<string, unknown> {
  readonly joined_by: JoinedBy;
  readonly application_id: string;
  readonly status: string;
  readonly facts: readonly string[];
}
