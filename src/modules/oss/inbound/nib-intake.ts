import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '../../../kernel/refusal.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { SopDefinition } from '../../../sop/sop-definition.js';
import { CASE_INTAKE, type CaseIntake } from '../../../workflow/case-intake.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { WorkflowService } from '../../../workflow/workflow.service.js';
import { LICENCE } from '../outbound/message-statements.js';
import { OssAgencies } from '../oss-agencies.js';
import { OSS, ossOf } from '../oss-principal.js';
import type { DataNib } from '../wire/data-nib.js';
import { decode, keysOf } from '../wire/decode.js';
import { INBOUND } from '../wire/methods.js';
import type { ArrivedRow, Made } from './arrived.js';
import { dataDay } from './data-day.js';
import { ENDED_ON, NEXT_VERSION, NIB_ENDED, OPEN_CASES_OF_NIB, UPDATE_LICENCE, WAITING_FOR_NIB } from './inbox-statements.js';
import { LicenceLinks } from './licence-links.js';
import { OssInbox } from './oss-inbox.js';
import { isToProcess, licencesOf, type NibLicence } from './nib-licences.js';
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
    private readonly registry: DefinitionRegistry,
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
    const known = there && (await this.update(tx, agency, nib, licence, edition));
    if (known) return done(await this.refill(tx, agency, known, filled));
    const link = { agency, service: service.code, nib: nib.nib!, ...edition, ossId: nib.oss_id ?? '', licence };
    const [waiting] = await tx.run<{ id: string }>(WAITING_FOR_NIB, [agency, service.code, nib.nib]);
    if (waiting) return done(`joined ${waiting.id}`, await this.links.add(tx, { ...link, application: waiting.id }));
    const { assistant, submit } = service.oss;
    const opened = await this.cases.open(tx, { agency, service: service.code, filled, assistant, submit, by: OSS });
    const lacks = opened.missing.map(({ pointer }) => pointer).join(', ');
    const after = await this.links.add(tx, { ...link, application: opened.id });
    return done(`opened ${opened.number}${lacks && `, its form lacks ${lacks}`}`, after);
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

  /** A case that is under way gets the new data, as another revision of its form; what is signed stays as it was signed. */
  private async refill(tx: Tx, agency: string, known: KnownCase, filled: ReturnType<typeof filledFrom>): Promise<string> {
    const { application_id: application, status, facts } = known;
    if (status !== 'open' || facts.includes('signed')) return `new version kept; ${application} is decided`;
    const missing = await this.cases.refill(tx, agency, application, filled, OSS);
    return missing.length === 0 ? `form of ${application} filled anew` : `new version kept; it does not fit the form of ${application}`;
  }

  /** What is not decided yet is withdrawn, since there is no business any more; what is decided is shown to people. */
  private async end(tx: Tx, agency: string, nib: string, { status, reason }: (typeof ENDED)[string]): Promise<string> {
    const services = this.registry
      .services(agency)
      .flatMap(({ definition }: { definition: SopDefinition }) => (definition.oss ? [definition.code] : []));
    const open = await tx.run<{ id: string }>(OPEN_CASES_OF_NIB, [agency, nib, services]);
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

interface KnownCase extends Record<string, unknown> {
  readonly application_id: string;
  readonly status: string;
  readonly facts: readonly string[];
}

function nibOf(payload: string): DataNib {
  const outer = JSON.parse(payload) as object;
  const { envelope, request } = INBOUND.receiveNIB;
  return decode(request, keysOf(outer).get(envelope.toLowerCase()) ?? outer).value;
}
