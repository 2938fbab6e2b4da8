import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import { PaperReader } from '../../workflow/paper-reader.js';
import { DocumentCheckRow } from './document-check.entity.js';
import { documentCheckView, receiptView, type DocumentCheckView, type ReceiptView } from './papers.view.js';
import { ReceiptRow } from './receipt.entity.js';

/** Reads receipts and checks. */
@Injectable()
export class PapersService {
  constructor(private readonly papers: PaperReader) {}

  async receipt(principal: Principal, id: string): Promise<ReceiptView> {
    const { row } = await this.papers.one(ReceiptRow, 'receipt', principal, id);
    return receiptView(row);
  }

  async check(principal: Principal, id: string): Promise<DocumentCheckView> {
    const { row } = await this.papers.one(DocumentCheckRow, 'check', principal, id);
    return documentCheckView(row);
  }
}
