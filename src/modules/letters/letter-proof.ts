import { Injectable } from '@nestjs/common';
import { Vault } from '../../platform/crypto/vault.js';
import { CaseProof } from '../../workflow/case-proof.js';
import { letterChanged } from './letter-changed.js';
import { letterStory, type LetterStory } from '../../sop/letter-story.js';
import { contentHash } from './content-hash.js';
import type { LetterRow } from './letter.entity.js';
import { openContent } from './encrypted-content.js';

/** A letter as the journal of its case tells it, and what does not fit that. */
export interface ProvenLetter {
  readonly story: LetterStory;
  readonly faults: readonly string[];
}

/** Compares a letter with the journal of its case: nothing of it goes out, and nobody vouches for it, that was not signed like that. */
@Injectable()
export class LetterProof {
  constructor(
    private readonly cases: CaseProof,
    private readonly vault: Vault,
  ) {}

  async of(letter: LetterRow): Promise<ProvenLetter> {
    const proven = await this.cases.of(letter.agency, letter.application_id);
    if (!proven) throw letterChanged({ faults: `applications ${letter.application_id}` });
    const story = letterStory(proven.published.definition, proven.events, letter.id);
    const wrong = await this.wrong(letter, story, proven.application.erased_at != null);
    return { story, faults: [...proven.faults, ...wrong.map((column) => `letters ${letter.id} ${column}`)] };
  }

  private async wrong(letter: LetterRow, story: LetterStory, erased: boolean): Promise<string[]> {
    const wrong: string[] = [];
    if (story.contentHash === null || letter.content_hash !== story.contentHash) wrong.push('content_hash');
    // What was filled in is gone by then, and the hash of the whole cannot be made again.
    else if (!erased && !(await this.says(letter, story.contentHash))) wrong.push('content');
    if (letter.number !== story.number) wrong.push('number');
    if ((letter.revoked === null) !== (story.revoked === null)) wrong.push('revoked');
    return wrong;
  }

  private async says(letter: LetterRow, hash: string): Promise<boolean> {
    try {
      return contentHash(await openContent(this.vault, letter.agency, letter.application_id, letter.content)) === hash;
    } catch {
      return false;
    }
  }
}
