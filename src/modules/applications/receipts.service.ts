import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import { CaseTexts } from '../../platform/crypto/case-texts.js';
import { PaperReader } from '../../workflow/paper-reader.js';
import { TrackingCodes } from '../../workflow/tracking-codes.js';
import { DocumentCheckRow } from './document-check.entity.js';
import { documentCheckView, receiptView, type DocumentCheckView, type ReceiptView } from './receipts.view.js';
import { ReceiptRow } from './receipt.entity.js';

/** Reads receipts and checks. */
@Injectable()
export class ReceiptsService {
  constructor(
    private readonly papers: PaperReader,
    private readonly codes: TrackingCodes,
    private readonly texts: CaseTexts,
  ) {}

  async receipt(principal: Principal, id: string): Promise<ReceiptView> {
    const { row, application } = await this.papers.one(ReceiptRow, 'receipt', principal, id);
    return receiptView(row, await this.codes.for(principal, application));
  }

  async check(principal: Principal, id: string): Promise<DocumentCheckView> {
    const { row } = await this.papers.one(DocumentCheckRow, 'check', principal, id);
    const fields = { findings: 'findings', reason: 'checkReason' } as const;
    const [opened] = await this.texts.openedRows([row], row.agency, ({ application_id: id }) => id, fields);
    return documentCheckView(opened!);
  }
}
