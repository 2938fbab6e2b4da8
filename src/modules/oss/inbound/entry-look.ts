import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import type { Tx } from '../../../platform/database/tx.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { FILLED_FORMS, type FilledForms } from '../../../workflow/filled-forms.js';
import { WorkflowService } from '../../../workflow/workflow.service.js';
import type { ServiceOss } from '../../../sop/oss/oss-data.js';
import { OssLine } from '../client/oss-line.js';
import { NotNow, type ArrivedRow, type Made } from './arrived.js';
import { dataDay } from './data-day.js';
import { LicenceLinks } from './licence-links.js';
import { isToProcess, licencesOf, type NibLicence } from './nib-licences.js';
import { OssInbox, type Entry } from './oss-inbox.js';

const NIB = /^\d{13}$/;

/** What OSS says of an entry: the licences that it may be, or why there is none. */
export interface Looked {
  readonly result: string;
  readonly application: string;
  readonly service: string;
  readonly nib: string;
  readonly ossId: string;
  readonly dataOn: string;
  readonly licences: readonly NibLicence[];
}

/** Looks up in OSS which licence a case is that a clerk has entered there by hand. Without an answer it stays by hand, as it was. */
@Injectable()
export class EntryLook {
  constructor(
    private readonly database: Database,
    private readonly line: OssLine,
    private readonly links: LicenceLinks,
    private readonly inbox: OssInbox,
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
    private readonly workflow: WorkflowService,
    @Inject(FILLED_FORMS) private readonly forms: FilledForms,
  ) {}

  /** Asks OSS, which may take its time: in no transaction. */
  async look(row: ArrivedRow): Promise<Looked> {
    const { agency, id } = row;
    const { application, ossId, nib: named } = JSON.parse(await this.inbox.payload(row)) as Entry;
    const { service, oss, form } = await this.database.transaction((tx) => this.read(tx, agency, application));
    const nib = named ?? (oss && nibIn(oss, form));
    const nothing = (result: string): Looked => ({ result, application, service, ossId, nib: nib ?? '', dataOn: '', licences: [] });
    if (!oss || !this.line.speaks(agency)) return nothing('by hand');
    if (nib === undefined) return nothing('there is no NIB to look for');
    const found = await this.line.call('inqueryNIB', { nib }, { agency, application, nib, inbox: id });
    if (found.outcome === 'unavailable') throw new NotNow(found.keterangan ?? 'no answer');
    if (found.outcome === 'refused') return nothing(`by hand: ${found.keterangan ?? found.kode}`);
    const data = found.data.dataNIB ?? {};
    const licences = licencesOf(data).filter((item) => isToProcess(item) && item.id_izin && oss.kdIzin.includes(item.kd_izin ?? ''));
    return {
      ...nothing(`by hand: no licence of this service is free under NIB ${nib}`),
      ossId: data.oss_id ?? ossId,
      dataOn: dataDay(data, this.clock.now()),
      licences,
    };
  }

  async apply(tx: Tx, agency: string, { licences, result, ...link }: Looked): Promise<Made> {
    for (const licence of licences) {
      const after = await this.links.add(tx, { ...link, agency, version: 1, licence });
      if (after) return { result: `${licence.id_izin} is ${link.application}`, after };
    }
    return { result, after: () => undefined };
  }

  private async read(tx: Tx, agency: string, application: string) {
    const { service, definition: sha256 } = await this.workflow.versionOf(tx, agency, application);
    const { definition } = await this.registry.version(agency, service, sha256, tx);
    return { service, oss: definition.oss, form: (await this.forms.latest(tx, agency, application)).form };
  }
}

/** The NIB that an applicant has written into the form, where the form has a place for it. */
function nibIn({ form }: ServiceOss, filled: Readonly<Record<string, unknown>>): string | undefined {
  const value = form.filter(({ from }) => from.includes('nib')).map(({ field }) => filled[field])[0];
  return typeof value === 'string' && NIB.test(value) ? value : undefined;
}
