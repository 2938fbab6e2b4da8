import { newId } from '../../kernel/ids.js';
import type { Problem } from '../../kernel/refusal.js';
import type { Schema } from '../../platform/api/input-schema.js';
import { linesSchema } from '../../platform/api/schema-parts.js';
import type { CaseTexts } from '../../platform/crypto/case-texts.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import type { Documents } from '../../platform/files/documents.js';
import type { SopDefinition } from '../../sop/sop-definition.js';
import type { ActivityContext, ActivityEffect } from '../../workflow/activity.js';
import type { DocumentCheckRow, Finding } from './document-check.entity.js';

const INSERT = statement(
  'document-check.insert',
  `insert into document_checks (agency, id, application_id, task_id, kind, result, findings, reason, checked_by, checked_at, documents)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
);

/** JSON Schema of one finding per requirement of a service. */
export function findingsSchema(definition: SopDefinition): Schema {
  return {
    type: 'array',
    title: 'Temuan per berkas',
    maxItems: definition.requirements.length,
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['requirement', 'status'],
      properties: {
        requirement: { title: 'Persyaratan', enum: definition.requirements.map((requirement) => requirement.code) },
        status: { title: 'Keadaan', enum: ['present', 'missing', 'wrong'] },
        note: linesSchema('Catatan', 1000),
      },
    },
  };
}

/** A finding for every requirement, all of them present but the first `bad` ones. */
export function exampleFindings(definition: SopDefinition, bad: number): Finding[] {
  return definition.requirements.map(({ code }, index) =>
    index < bad ? { requirement: code, status: 'missing', note: 'Belum dilampirkan.' } : { requirement: code, status: 'present' },
  );
}

/** What speaks against findings: one requirement twice. */
export function doubleFindings(findings: readonly Finding[]): Problem[] {
  const seen = new Set<string>();
  return findings.flatMap(({ requirement }, index) => {
    const again = seen.has(requirement);
    seen.add(requirement);
    const detail = { id: 'Persyaratan ini sudah disebut.', en: 'This requirement stands here already.' };
    return again ? [{ pointer: `/input/findings/${index}/requirement`, detail }] : [];
  });
}

/** Keeps the result of a look through the file. */
export async function recordCheck(
  tx: Tx,
  { documents, texts }: { readonly documents: Documents; readonly texts: CaseTexts },
  context: ActivityContext,
  kind: DocumentCheckRow['kind'],
  findings: readonly Finding[],
  reason: string | null,
): Promise<ActivityEffect> {
  const id = newId(context.now);
  const { agency, application, task, outcome, principal, now } = context;
  const of = { agency: agency.code, owner: application.id };
  const versions = await documents.markChecked(tx, agency.code, application.id);
  await tx.run(INSERT, [
    agency.code,
    id,
    application.id,
    task.id,
    kind,
    outcome.means,
    await texts.keptJson('findings', of, findings, tx),
    await texts.kept('checkReason', of, reason, tx),
    principal.id,
    now,
    JSON.stringify(versions),
  ]);
  const open = findings.filter((finding) => finding.status !== 'present');
  return { records: [{ kind: 'check', id }], data: { findings: open, ...(reason && { reason }) } };
}
