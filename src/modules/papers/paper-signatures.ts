import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { RemoteSigner } from '../../platform/signing/remote-signer.js';
import type { ESignature, ESignatures, LetterEdition, LetterFile } from '../../workflow/e-signatures.js';
import { certificatesOf } from './paper-certificates.js';
import type { PaperRow } from './paper.entity.js';
import { SIGNATURE, SIGNING_STATES, WAITING } from './paper-statements.js';

/** A signature from elsewhere, and where its file lies. */
export interface KeptSignature {
  readonly file_id: string;
  readonly sha256: string;
  readonly signer_name: string;
  readonly signed_at: Date;
}

interface SigningState {
  readonly letter: string;
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
    const [row] = await this.database.run<KeptSignature & Record<string, unknown>>(SIGNATURE, [agency, id]);
    return row;
  }

  async filesOf(agency: string, letters: readonly string[], tx?: Tx): Promise<ReadonlyMap<string, LetterFile>> {
    if (letters.length === 0) return new Map();
    const certificates = await certificatesOf(tx ?? this.database, agency, letters);
    type Row = { readonly letter: string; readonly waits_for: string };
    const rows = tx ? await tx.run<Row>(WAITING, [agency, letters]) : await this.database.run<Row>(WAITING, [agency, letters]);
    const waiting = new Map(rows.map(({ letter, waits_for }) => [letter, waits_for]));
    return new Map(
      letters.map((id) => {
        const certificate = certificates.get(id) ?? null;
        return [id, { certificate, waitsFor: certificate ? null : (waiting.get(id) ?? null) }];
      }),
    );
  }

  async of(agency: string, letters: readonly LetterEdition[], tx?: Tx): Promise<ReadonlyMap<string, ESignature>> {
    if (letters.length === 0) return new Map();
    const params = [agency, letters.map(({ id }) => id), letters.map(({ edition }) => edition)];
    const states = (tx
      ? await tx.run(SIGNING_STATES, params)
      : await this.database.run(SIGNING_STATES, params)) as unknown as SigningState[];
    const byLetter = new Map(states.map((state) => [state.letter, state]));
    // A letter that nobody has frozen yet will be frozen by the present settings.
    const unfrozen = { remote: this.signer.configured, signer_name: null, signed_at: null };
    return new Map(
      letters
        .map(({ id }) => [id, byLetter.get(id) ?? unfrozen] as const)
        .filter(([, { remote }]) => remote)
        .map(([id, state]) => [id, signatureOf(state)]),
    );
  }
}

function signatureOf({ signer_name: by, signed_at: at }: Pick<SigningState, 'signer_name' | 'signed_at'>): ESignature {
  return { status: at ? 'signed' : 'waiting', by, at: at?.toISOString() ?? null };
}
