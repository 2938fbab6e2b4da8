import { Inject, Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { dateSchema, linesSchema, objectSchema, REASON_SCHEMA, textSchema } from '../../platform/api/schema-parts.js';
import { Vault } from '../../platform/crypto/vault.js';
import type { Tx } from '../../platform/database/tx.js';
import type { ActivityDeclaration } from '../../sop/sop-definition.js';
import type { Activity, ActivityContext, ActivityEffect, InputContext } from '../../workflow/activity.js';
import { FILLED_FORMS, type FilledForm, type FilledForms } from '../../workflow/filled-forms.js';
import { DRAFT, UNDER_CORRECTION } from './letter-statements.js';
import { contentHash } from './content-hash.js';
import type { LetterContent, LetterKind } from './letter.entity.js';
import { printedAs } from './letters.repository.js';
import { encryptContent } from './encrypted-content.js';
import { UntouchedCase } from './untouched-case.js';

interface DraftInput {
  readonly subject?: string;
  readonly body?: string;
  readonly reason?: string;
  readonly validUntil?: string;
}

/** A letter that has expired on its first day is of no use to anybody. */
const VALID_TODAY = {
  id: 'letter-valid-after-today',
  check: 'after-today',
  fields: ['/input/validUntil'],
  then: 'refuse',
  says: {
    id: 'Masa berlaku surat harus sesudah hari ini.',
    en: 'The letter must be valid beyond today.',
  },
} as const;

/** Rows 9 and 17: the letter is drafted, where the SOP says so with the first initials; after a refusal as a new version. */
@Injectable()
export class DraftLetterActivity implements Activity {
  readonly declaration: ActivityDeclaration = {
    name: 'draft-letter',
    outcomes: ['drafted'],
    sets: { drafted: ['draft'] },
    clears: { drafted: ['signed', 'numbered'] },
    inputs: { validUntil: 'date' },
    rules: [VALID_TODAY],
    options: {
      type: 'object',
      properties: {
        letter: { type: 'string', enum: ['rejection', 'permit'], description: 'Which letter of the case is drafted.' },
        initial: { type: 'boolean', description: 'The drafter puts the first initials.' },
      },
      required: ['letter'],
      additionalProperties: false,
    },
  };

  constructor(
    @Inject(FILLED_FORMS) private readonly forms: FilledForms,
    private readonly vault: Vault,
    private readonly untouched: UntouchedCase,
  ) {}

  inputSchema({ step }: InputContext) {
    const properties = { subject: textSchema('Hal', 500), body: linesSchema('Isi', 20_000) };
    if (kindOf(step.options) === 'rejection') {
      return objectSchema({ ...properties, reason: REASON_SCHEMA }, ['reason'], { reason: 'Tidak memenuhi persyaratan teknis.' });
    }
    return objectSchema({ ...properties, validUntil: dateSchema('Berlaku sampai') }, [], {});
  }

  async perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    const { agency, application, task, step, principal, now } = context;
    await this.untouched.confirm(tx, context);
    const corrected = await underCorrection(tx, context);
    const filled = await this.forms.latest(tx, agency.code, application.id);
    const content = { ...contentOf(context, filled), ...(corrected && { replaces: corrected.number }) };
    const hash = contentHash(content);
    const initials = step.options['initial'] === true;
    const { title, onBehalf } = printedAs(context);
    // The hash is of what is said; what lies in the row is personal, and sealed.
    const kept = await encryptContent(this.vault, agency.code, application.id, content, tx);
    // prettier-ignore
    const [letter] = await tx.run<{ id: string; draft: number }>(DRAFT, [
      agency.code, application.id, newId(now), content.kind, JSON.stringify(kept), hash, now, principal.id, initials, newId(now), task.role, principal.name,
      title, onBehalf, corrected?.id ?? null,
    ]);
    const { id, draft } = letter!;
    return {
      records: [{ kind: 'letter', id }],
      data: {
        letter: content.kind,
        draft,
        contentHash: hash,
        initials,
        ...(content.validUntil !== null && { validUntil: content.validUntil }),
      },
    };
  }
}

/** The letter that this one will replace, where it corrects one that is out. */
async function underCorrection(
  tx: Tx,
  { agency, application, step }: ActivityContext,
): Promise<{ id: string; number: string } | undefined> {
  if (!application.issued) return undefined;
  const [letter] = await tx.run<{ id: string; number: string }>(UNDER_CORRECTION, [agency.code, application.id, kindOf(step.options)]);
  return letter;
}

function kindOf(options: Readonly<Record<string, unknown>>): LetterKind {
  return options['letter'] as LetterKind;
}

function contentOf({ agency, definition, step, application, input }: ActivityContext, filled: FilledForm): LetterContent {
  const kind = kindOf(step.options);
  const { subject, body = null, reason = null, validUntil = null } = input as DraftInput;
  return {
    kind,
    letterhead: agency.letterhead.lines,
    subject: subject ?? `${kind === 'permit' ? '' : 'Penolakan '}${definition.label.id}`,
    addressedTo: application.applicantName,
    application: application.number,
    service: definition.label.id,
    body,
    reason,
    validUntil,
    filled,
  };
}
