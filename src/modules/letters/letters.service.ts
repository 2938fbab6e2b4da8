import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import { Database } from '../../platform/database/database.js';
import { E_SIGNATURES, type ESignatures } from '../../workflow/e-signatures.js';
import { PaperReader } from '../../workflow/paper-reader.js';
import { LetterFinality } from './letter-finality.js';
import { finalEdition } from './letter-papers.js';
import { LetterMarkRow } from './letter-mark.entity.js';
import { LetterRow } from './letter.entity.js';
import { letterView, type LetterView } from './letter.view.js';

/** Reads letters with their initials and signatures. */
@Injectable()
export class LettersService {
  constructor(
    private readonly papers: PaperReader,
    private readonly database: Database,
    private readonly finality: LetterFinality,
    @Inject(E_SIGNATURES) private readonly signatures: ESignatures,
  ) {}

  async one(principal: Principal, id: string): Promise<LetterView> {
    const row = await this.papers.one(LetterRow, principal, id);
    const where = { agency: row.agency, letter_id: row.id };
    const marks = await this.database.source.manager.find(LetterMarkRow, { where, order: { id: 'ASC' } });
    const final = await this.finality.isFinal(row);
    const eSignature = final ? await this.signatures.of(row.agency, row.id, finalEdition(row)) : null;
    return letterView(row, marks, final, eSignature);
  }
}
