import { Injectable } from '@nestjs/common';
import { inputInvalid } from '../../platform/api/problem.js';
import { documentSchema, objectSchema, textSchema } from '../../platform/api/schema-parts.js';
import { CaseTexts } from '../../platform/crypto/case-texts.js';
import type { Tx } from '../../platform/database/tx.js';
import { Documents } from '../../platform/files/documents.js';
import { enterInBook } from '../../platform/numbering/numbering.js';
import type { Activity, ActivityContext, ActivityEffect } from '../../workflow/activity.js';
import { numberPlace } from '../../workflow/number-place.js';
import { bookOption } from '../../workflow/step-options.js';
import { ACKNOWLEDGE } from './letter-statements.js';
import type { Acknowledgement } from './letter.entity.js';
import { presentLetter } from './letters.repository.js';

const RELATIONS = ['pemohon', 'keluarga', 'kuasa', 'pegawai'] as const;

interface AcknowledgeInput {
  readonly receivedBy: string;
  readonly relation?: (typeof RELATIONS)[number];
  readonly receiptShown: boolean;
  readonly signatureImage?: string;
}

/** Rows 15 and 25: received, against the receipt, and entered in the dispatch book (buku ekspedisi). */
@Injectable()
export class AcknowledgeActivity implements Activity {
  readonly declaration = { name: 'acknowledge', outcomes: ['received'], requires: ['signed'], options: bookOption('dispatch') };

  constructor(
    private readonly documents: Documents,
    private readonly texts: CaseTexts,
  ) {}

  inputSchema() {
    const properties = {
      receivedBy: textSchema('Nama penerima', 300),
      relation: { title: 'Hubungan dengan pemohon', enum: RELATIONS },
      receiptShown: { type: 'boolean', title: 'Resi penerimaan ditunjukkan' },
      signatureImage: documentSchema('Gambar tanda tangan (berkas yang sudah diunggah)'),
    };
    const example = { receivedBy: 'Nama Pemohon', relation: 'pemohon', receiptShown: true };
    return objectSchema(properties, ['receivedBy', 'receiptShown'], example);
  }

  async perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    const { agency, definition, step, application, principal, now } = context;
    const { receivedBy, relation = 'pemohon', receiptShown, signatureImage = null } = context.input as unknown as AcknowledgeInput;
    if (application.receiptNumber && !receiptShown) throw inputInvalid({}, [{ pointer: '/input/receiptShown', detail: RECEIPT_FIRST }]);
    await this.documents.mustBelong(tx, agency.code, application.id, signatureImage ? [signatureImage] : [], '/input/signatureImage');
    const letter = await presentLetter(tx, context);
    const of = { agency: agency.code, owner: application.id };
    const { number: letterNumber, dated: letterDate } = letter;
    const receipt = { receiptNumber: application.receiptNumber, receiptShown, signatureImage };
    const details = await this.texts.kept('bookDetails', of, { letterNumber, letterDate, receivedBy, relation, ...receipt }, tx);
    const dispatchNumber = await enterInBook(tx, numberPlace(agency, definition, step.options['book'] as string, now), {
      application: application.id,
      subject: letter.id,
      addressedTo: letter.content.addressedTo,
      summary: letter.content.subject,
      details: details as Readonly<Record<string, unknown>>,
      enteredBy: principal.name,
    });
    const at = now.toISOString();
    const acknowledged: Acknowledgement = {
      receivedBy,
      relation,
      receiptShown,
      signatureImage,
      at,
      handedOutBy: principal.name,
      dispatchNumber,
    };
    await tx.run(ACKNOWLEDGE, [agency.code, letter.id, await this.texts.keptJson('acknowledged', of, acknowledged, tx), now]);
    return { records: [{ kind: 'letter', id: letter.id }], data: { receivedBy, relation, dispatchNumber } };
  }
}

const RECEIPT_FIRST = {
  id: 'Surat diserahkan setelah resi penerimaan ditunjukkan.',
  en: 'The letter is handed out when the receipt is shown.',
};
