import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { RemoteSigner } from '../../platform/signing/remote-signer.js';
import type { ESignature, ESignatures } from '../../workflow/e-signatures.js';
import type { PaperRow } from './paper.entity.js';
import { SIGNATURE, SIGNING_STATE } from './paper-statements.js';

/** A signature from elsewhere, and where its file lies. */
export interface KeptSignature {
  readonly file_id: string;
  readonly sha256: string;
  readonly signer_name: string;
  readonly signed_at: Date;
}

interface SigningState {
  readonly remote: boolean;
  readonly signer_name: string | null;
  readonly signed_at: Date | null;
}

/** Which final letters their signers have signed at the signing service. */
@Injectable()
export class PaperSignatures implements ESignatures {
  constructor(
    private readonly database: Database,
    private readonly signer: RemoteSigner,
  ) {}

  async find({ agency, id }: PaperRow): Promise<KeptSignature | undefined> {
    const [row] = await this.database.read<KeptSignature & Record<string, unknown>>(SIGNATURE, [agency, id]);
    return row;
  }

  async of(agency: string, letter: string, edition: string, tx?: Tx): Promise<ESignature | null> {
    const key = [agency, letter, edition];
    const rows = tx
      ? await tx.run<SigningState & Record<string, unknown>>(SIGNING_STATE, key)
      : await this.database.read(SIGNING_STATE, key);
    // A letter that nobody has frozen yet will be frozen by the present settings.
    const state = (rows[0] as SigningState | undefined) ?? { remote: this.signer.configured, signer_name: null, signed_at: null };
    if (!state.remote) return null;
    return { status: state.signed_at ? 'signed' : 'waiting', by: state.signer_name, at: state.signed_at?.toISOString() ?? null };
  }
}
