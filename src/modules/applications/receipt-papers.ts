import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import type { PaperSource, PrintedFacts } from '../../workflow/paper-source.js';
import { ApplicationRow } from '../../workflow/application.entity.js';
import { TrackingCodes } from '../../workflow/tracking-codes.js';
import { ReceiptRow } from './receipt.entity.js';

/** What a receipt says. */
@Injectable()
export class ReceiptPapers implements PaperSource {
  readonly record = 'receipt';

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly reader: CaseReader,
    private readonly codes: TrackingCodes,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async read(agency: string, id: string): Promise<PrintedFacts | null> {
    const { manager } = this.database.source;
    const row = await manager.findOneBy(ReceiptRow, { agency, id });
    if (!row) return null;
    const application = await manager.findOneByOrFail(ApplicationRow, { agency, id: row.application_id });
    const { definition } = await this.registry.version(agency, application.service, application.definition);
    const labels = new Map(definition.requirements.map(({ code, label }) => [code, label.id]));
    // The receipt keeps the id of who issued it; the journal records the name as it was then.
    const events = await this.reader.events(agency, row.application_id);
    const issuer = events.find(({ body }) => body.actor.id === row.issued_by && body.at === row.issued_at.toISOString())?.body.actor;
    const trackingCode = (await this.codes.opened(agency, row.application_id, row.tracking_code)) ?? '';
    const values = {
      trackingCode,
      trackingLink: `${this.config.publicUrl.replace(/\/+$/, '')}/v1/track/${encodeURIComponent(row.number)}?code=${trackingCode}`,
      receiptNumber: row.number,
      documents: row.documents.map((code) => ({ text: labels.get(code) ?? code })),
    };
    const signer = issuer ? { id: issuer.id, name: issuer.name, role: issuer.role } : null;
    return {
      applicationId: row.application_id,
      papers: [{ kind: 'receipt', edition: 'issued', at: row.issued_at, draft: false, values, signer, secrets: [trackingCode] }],
    };
  }
}
