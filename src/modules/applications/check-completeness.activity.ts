import { Injectable } from '@nestjs/common';
import type { Problem } from '../../kernel/refusal.js';
import { inputInvalid } from '../../platform/api/problem.js';
import { linesSchema, objectSchema } from '../../platform/api/schema-parts.js';
import { CaseTexts } from '../../platform/crypto/case-texts.js';
import type { Tx } from '../../platform/database/tx.js';
import { Documents } from '../../platform/files/documents.js';
import type { SopDefinition } from '../../sop/sop-definition.js';
import type { Activity, ActivityContext, ActivityEffect, InputContext } from '../../workflow/activity.js';
import type { Finding } from './document-check.entity.js';
import { doubleFindings, exampleFindings, findingsSchema, recordCheck } from './findings.js';

/** Row 2: complete, or back to the applicant with what is missing (Klarifikasi Berkas). A file may lie on the counter or be uploaded. */
@Injectable()
export class CheckCompletenessActivity implements Activity {
  readonly declaration = { name: 'check-completeness', outcomes: ['complete', 'incomplete'] };

  constructor(
    private readonly documents: Documents,
    private readonly texts: CaseTexts,
  ) {}

  inputSchema({ definition, outcome }: InputContext) {
    const properties = { findings: findingsSchema(definition), reason: linesSchema('Penjelasan untuk pemohon', 2000) };
    if (outcome.means === 'complete') return objectSchema(properties, ['findings'], { findings: exampleFindings(definition, 0) });
    return objectSchema(properties, ['findings'], { findings: exampleFindings(definition, 1), reason: 'Mohon dilengkapi.' });
  }

  perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    const { findings, reason = null } = context.input as { findings: Finding[]; reason?: string };
    const problems = [...doubleFindings(findings), ...contradictions(context.definition, context.outcome.means, findings, reason)];
    if (problems.length > 0) throw inputInvalid({}, problems);
    return recordCheck(tx, { documents: this.documents, texts: this.texts }, context, 'completeness', findings, reason);
  }
}

/** A file is complete when every required document is there, and incomplete when it can be said what is not right. */
function contradictions(definition: SopDefinition, result: string, findings: readonly Finding[], reason: string | null): Problem[] {
  if (result === 'complete') {
    const present = new Set(findings.filter((finding) => finding.status === 'present').map((finding) => finding.requirement));
    return definition.requirements
      .filter((requirement) => requirement.required && !present.has(requirement.code))
      .map(({ label }) => ({
        pointer: '/input/findings',
        detail: { id: `Belum ada atau belum benar: ${label.id}.`, en: `Missing or wrong: ${label.en}.` },
      }));
  }
  if (reason || findings.some((finding) => finding.status !== 'present')) return [];
  return [{ pointer: '/input/findings', detail: { id: 'Sebutkan apa yang kurang atau salah.', en: 'Say what is missing or wrong.' } }];
}
