import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import type { Tx } from '../../../platform/database/tx.js';
import { BusinessIdentities } from '../../../workflow/business-identities.js';
import { sameIdentity, sameNumbers, type BusinessIdentity } from '../../../workflow/business-identity.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { FILLED_FORMS, type FilledForms } from '../../../workflow/filled-forms.js';
import { WorkflowService } from '../../../workflow/workflow.service.js';
import type { ServiceOss } from '../../../sop/oss/oss-data.js';
import { JoinRequests, type FoundLicence } from '../joins/join-requests.js';
import { agreement, type SimilarCase } from '../joins/licence-matches.js';
import type { JoinedBy, OssLicenceRow } from '../oss-licence.entity.js';
import { LICENCE, LICENCE_OF } from '../outbound/message-statements.js';
import { OssGateway } from '../client/oss-gateway.js';
import { NotNow, type ArrivedRow, type Made } from './arrived.js';
import { dataDay } from './data-day.js';
import { LicenceLinks } from './licence-links.js';
import { isToProcess, licencesOf } from './nib-licences.js';
import { filledFrom } from './nib-reading.js';
import { OssInbox, type InboxEntry } from './oss-inbox.js';

const NIB = /^\d{13}$/;

/** What OSS says of an entry: the licences that it may be, or why there is none. */
export interface Looked {
  readonly result: string;
  readonly application: string;
  /** The NIB that the official has named with the entry. */
  readonly named: string | null;
  readonly found: readonly FoundLicence[];
}

/** Looks up in OSS which licence a case is that a clerk has entered there by hand. Without an answer it stays by hand, as it was. */
@Injectable()
export class EntryLook {
  constructor(
    private readonly database: Database,
    private readonly line: OssGateway,
    private readonly links: LicenceLinks,
    private readonly inbox: OssInbox,
    private readonly identities: BusinessIdentities,
    private readonly requests: JoinRequests,
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
    private readonly workflow: WorkflowService,
    @Inject(FILLED_FORMS) private readonly forms: FilledForms,
  ) {}

  /** Asks OSS, which may take its time: in no transaction. */
  async look(row: ArrivedRow): Promise<Looked> {
    const { agency, id } = row;
    const { application, ossId, nib: named } = JSON.parse(await this.inbox.payload(row)) as InboxEntry;
    const definition = await this.database.transaction((tx) => this.read(tx, agency, application));
    const { oss, form } = definition;
    const nib = named ?? (oss && nibIn(oss, form));
    const nothing = (result: string): Looked => ({ result, application, named, found: [] });
    if (!oss || !this.line.speaks(agency)) return nothing('by hand');
    if (nib === undefined) return nothing('there is no NIB to look for');
    const found = await this.line.call('inqueryNIB', { nib }, { agency, application, nib, inbox: id });
    if (found.outcome === 'unavailable') throw new NotNow(found.keterangan ?? 'no answer');
    if (found.outcome === 'refused') return nothing(`by hand: ${found.keterangan ?? found.kode}`);
    const data = found.data.dataNIB ?? {};
    const licences = licencesOf(data).filter((item) => isToProcess(item) && item.id_izin && oss.kdIzin.includes(item.kd_izin ?? ''));
    const filled = filledFrom(definition.definition, data);
    const about = {
      agency,
      service: definition.service,
      nib,
      version: 1,
      dataOn: dataDay(data, this.clock.now()),
      ossId: data.oss_id ?? ossId,
      identity: this.identities.hashed(agency, definition.definition, filled),
      filled,
    };
    return {
      ...nothing(`by hand: no licence of this service is free under NIB ${nib}`),
      found: licences.map((licence) => ({ ...about, licence })),
    };
  }

  /** Joins the case to the licence that agrees with its form; otherwise the front office is asked. */
  async apply(tx: Tx, agency: string, { application, named, found, result }: Looked): Promise<Made> {
    const done = (text: string, after: () => void = () => undefined): Made => ({ result: text, after });
    if (found.length === 0) return done(result);
    const present = await this.identities.of(tx, agency, application);
    const joinedBy = joining(present, found[0]!, named);
    for (const each of joinedBy ? found : []) {
      const after = await this.links.add(tx, { ...each, application, joinedBy: joinedBy! });
      if (after) return done(`${each.licence.id_izin} is ${application}`, after);
    }
    const asked: string[] = [];
    for (const each of found)
      if (await this.ask(tx, each, { id: application, ...agreement(present, each.identity) })) asked.push(each.licence.id_izin!);
    return done(asked.length === 0 ? result : `by hand: ${asked.join(', ')} may be ${application}`);
  }

  /** Nobody is asked about a licence that is known to be somebody's. */
  private async ask(tx: Tx, found: FoundLicence, candidate: SimilarCase): Promise<boolean> {
    const [known] = await tx.run<OssLicenceRow & Record<string, unknown>>(LICENCE, [found.agency, found.licence.id_izin]);
    if (known && (known.joined_by !== 'opened' || known.application_id === candidate.id)) return false;
    const [other] = await tx.run(LICENCE_OF, [found.agency, candidate.id]);
    if (other) return false;
    await this.requests.add(tx, found, candidate);
    return true;
  }

  private async read(tx: Tx, agency: string, application: string) {
    const { service, definition: sha256 } = await this.workflow.versionOf(tx, agency, application);
    const { definition } = await this.registry.version(agency, service, sha256, tx);
    return { service, definition, oss: definition.oss, form: (await this.forms.latest(tx, agency, application)).form };
  }
}

/**
 * The person has to be the same. So has the business, where the form names one; where it does not, the official who made the entry has
 * said which it is.
 */
function joining(present: BusinessIdentity, { identity, nib }: FoundLicence, named: string | null): JoinedBy | undefined {
  if (sameIdentity(present, identity)) return 'matched';
  return present.nibs.length === 0 && named === nib && sameNumbers(present.niks, identity.niks) ? 'confirmed' : undefined;
}

/** The NIB that an applicant has written into the form, where the form has a place for it. */
function nibIn({ form }: ServiceOss, filled: Readonly<Record<string, unknown>>): string | undefined {
  const value = form.filter(({ from }) => from.includes('nib')).map(({ field }) => filled[field])[0];
  return typeof value === 'string' && NIB.test(value) ? value : undefined;
}
