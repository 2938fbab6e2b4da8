import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import { PaperReader } from '../../workflow/paper-reader.js';
import { DispositionRow } from './disposition.entity.js';
import { dispositionView, type DispositionView } from './disposition.view.js';

/** Reads disposition sheets. */
@Injectable()
export class DispositionsService {
  constructor(private readonly papers: PaperReader) {}

  async one(principal: Principal, id: string): Promise<DispositionView> {
    const { row } = await this.papers.one(DispositionRow, 'disposition', principal, id);
    return dispositionView(row);
  }
}
