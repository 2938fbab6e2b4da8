import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/ids.js';
import { Vault } from '../../../platform/crypto/vault.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { BusinessIdentity } from '../../../workflow/business-identity.js';
import type { FilledForm } from '../../../workflow/filled-forms.js';
import type { NibLicence } from '../inbound/nib-licences.js';
import { openText, ownerOf, encryptText } from '../encrypted-text.js';
import { ADD_REQUEST } from './join-statements.js';
import type { SimilarCase } from './licence-matches.js';

/** A licence that OSS has named, and what it says of its business. */
export interface FoundLicence {
  readonly agency: string;
  readonly service: string;
  readonly nib: string;
  readonly version: number;
  readonly dataOn: string;
  readonly ossId: string;
  readonly licence: NibLicence;
  readonly identity: BusinessIdentity;
  readonly filled: FilledForm;
}

/** Work for the front office: a licence of OSS may belong to a case. What OSS said is kept encrypted until it is decided. */
@Injectable()
export class JoinRequests {
  constructor(
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  async add(tx: Tx, found: FoundLicence, { id: application, nibAgrees, nikAgrees }: SimilarCase): Promise<void> {
    const now = this.clock.now();
    const id = newId(now);
    const kept = await encryptText(this.vault, ownerOf(found.agency), aboutRequest(id), JSON.stringify(found), tx);
    await tx.run(ADD_REQUEST, [found.agency, id, found.licence.id_izin, application, nibAgrees, nikAgrees, kept, now]);
  }

  /** What OSS has said of a licence; undefined once that is decided or erased. */
  async found(agency: string, id: string, kept: string, tx?: Tx): Promise<FoundLicence | undefined> {
    const text = await openText(this.vault, ownerOf(agency), aboutRequest(id), { sealed: true, text: kept }, tx);
    return text === '' ? undefined : (JSON.parse(text) as FoundLicence);
  }
}

const aboutRequest = (id: string) => `oss join ${id}`;
