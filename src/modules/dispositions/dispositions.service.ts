import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import { CaseTexts } from '../../platform/crypto/case-texts.js';
import { PaperReader } from '../../workflow/paper-reader.js';
import { DispositionRow } from './disposition.entity.js';
import { openedDisposition } from './opened-disposition.js';
import { dispositionView, type DispositionView } from './disposition.view.js';

/** Reads disposition sheets. */
@Injectable()
export class DispositionsService {
  constructor(
    private readonly papers: PaperReader,
    private readonly texts: CaseTexts,
  ) {}

  async one(principal: Principal, id: string): Promise<DispositionView> {
    const { row } = await this.papers.one(DispositionRow, 'disposition', principal, id);
    return dispositionView(await openedDisposition(this.texts, row));
  }
}
