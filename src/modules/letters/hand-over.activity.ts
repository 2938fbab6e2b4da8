import { Inject, Injectable } from '@nestjs/common';
import { refusal } from '../../kernel/refusal.js';
import { objectSchema, textSchema } from '../../platform/api/schema-parts.js';
import { CaseTexts } from '../../platform/crypto/case-texts.js';
import type { Tx } from '../../platform/database/tx.js';
import { RemoteSigner } from '../../platform/signing/remote-signer.js';
import type { Activity, ActivityContext, ActivityEffect, InputContext } from '../../workflow/activity.js';
import { E_SIGNATURES, type ESignatures } from '../../workflow/e-signatures.js';
import { finalEdition } from './letter-papers.js';
import { HAND_OVER } from './letter-statements.js';
import type { HandOver, LetterRow } from './letter.entity.js';
import { letterMissing } from './letters.repository.js';

export const letterNotESigned = refusal('conflict', 'LETTER_NOT_E_SIGNED', {
  id: 'Surat ini belum ditandatangani secara elektronik oleh penanda tangannya.',
  en: 'This letter still has to be signed electronically by its signer.',
});

export const letterFileWaits = refusal('conflict', 'LETTER_FILE_WAITS', {
  id: 'Berkas surat ini belum dapat ditandatangani ({why}); surat disampaikan setelah itu dibereskan.',
  en: 'The file of this letter cannot be signed yet ({why}); the letter is handed over once that is put right.',
});

/** Rows 14 and 24: the letter goes on its way, by whom to whom. */
@Injectable()
export class HandOverActivity implements Activity {
  readonly declaration = {
    name: 'hand-over',
    outcomes: ['handed-over'],
    requires: ['signed'],
    options: {
      type: 'object',
      properties: { to: { type: 'string', format: 'role', description: 'Role it goes to.' } },
      required: ['to'],
      additionalProperties: false,
    },
  };

  constructor(
    private readonly signer: RemoteSigner,
    private readonly texts: CaseTexts,
    @Inject(E_SIGNATURES) private readonly signatures: ESignatures,
  ) {}

  inputSchema(context: InputContext) {
    return objectSchema({ to: textSchema('Disampaikan kepada', 300) }, [], { to: receiver(context) });
  }

  async perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    const { agency, application, principal, now } = context;
    const { to = receiver(context) } = context.input as { to?: string };
    const handOver: HandOver = { by: principal.name, to, at: now.toISOString() };
    const [letter] = await tx.run<Pick<LetterRow, 'id' | 'draft' | 'number'>>(HAND_OVER, [
      agency.code,
      application.id,
      await this.texts.keptJson('handedOver', { agency: agency.code, owner: application.id }, handOver, tx),
      now,
    ]);
    if (!letter) throw letterMissing();
    const file = (await this.signatures.filesOf(agency.code, [letter.id], tx)).get(letter.id);
    if (!file?.certificate && file?.waitsFor) throw letterFileWaits({ why: file.waitsFor });
    if (this.signer.configured && (await this.waits(tx, agency.code, letter))) throw letterNotESigned();
    return { records: [{ kind: 'letter', id: letter.id }], data: { to } };
  }

  private async waits(tx: Tx, agency: string, letter: Pick<LetterRow, 'id' | 'draft' | 'number'>): Promise<boolean> {
    const signatures = await this.signatures.of(agency, [{ id: letter.id, edition: finalEdition(letter) }], tx);
    return signatures.get(letter.id)?.status === 'waiting';
  }
}

/** Who it goes to when nobody is named: the desk that the definition says. */
function receiver({ definition, step }: InputContext): string {
  const role = step.options['to'];
  return definition.actors.find((actor) => actor.role === role)?.title ?? 'Pemohon';
}
