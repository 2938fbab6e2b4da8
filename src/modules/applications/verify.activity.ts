import { Injectable } from '@nestjs/common';
import { inputInvalid } from '../../platform/api/problem.js';
import { objectSchema, REASON_SCHEMA } from '../../platform/api/schema-parts.js';
import { CaseTexts } from '../../platform/crypto/case-texts.js';
import type { Tx } from '../../platform/database/tx.js';
import { Documents } from '../../platform/files/documents.js';
import type { Activity, ActivityContext, ActivityEffect, InputContext } from '../../workflow/activity.js';
import type { Finding } from './document-check.entity.js';
import { doubleFindings, exampleFindings, findingsSchema, recordCheck } from './findings.js';

/** Row 5: the back office goes through the file: ready, back to be corrected, or to be refused. */
@Injectable()
export class VerifyActivity implements Activity {
  readonly declaration = { name: 'verify', outcomes: ['ready', 'correct', 'refuse'] };

  constructor(
    private readonly documents: Documents,
    private readonly texts: CaseTexts,
  ) {}

  inputSchema({ definition, outcome }: InputContext) {
    const properties = { findings: findingsSchema(definition), reason: REASON_SCHEMA };
    if (outcome.means === 'ready') return objectSchema(properties, [], { findings: exampleFindings(definition, 0) });
    const reason = outcome.means === 'correct' ? 'Data pada formulir tidak sama dengan berkas.' : 'Tidak memenuhi persyaratan.';
    return objectSchema(properties, ['reason'], { findings: exampleFindings(definition, 1), reason });
  }

  perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    const { findings = [], reason = null } = context.input as { findings?: Finding[]; reason?: string };
    const problems = doubleFindings(findings);
    if (problems.length > 0) throw inputInvalid({}, problems);
    return recordCheck(tx, { documents: this.documents, texts: this.texts }, context, 'verification', findings, reason);
  }
}
