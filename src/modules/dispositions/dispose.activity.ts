import { Inject, Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { inputInvalid } from '../../platform/api/problem.js';
import { linesSchema, objectSchema, textSchema } from '../../platform/api/schema-parts.js';
import { CaseTexts } from '../../platform/crypto/case-texts.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import type { Activity, ActivityContext, ActivityEffect, InputContext } from '../../workflow/activity.js';
import { OUTSIDE_WORK, type OutsideWork } from '../../workflow/outside-work.js';
import type { OssEntry } from './disposition.entity.js';

const INSERT = statement(
  'disposition.insert',
  `insert into dispositions (agency, id, application_id, task_id, from_name, from_role, to_role, to_section, instruction, nature, oss, at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
);

/** How urgent or confidential a disposition is, as the sheet has it. */
const NATURES = ['biasa', 'segera', 'sangat segera', 'rahasia'] as const;

const OSS_SCHEMA = {
  type: 'object',
  title: 'Entri OSS',
  additionalProperties: false,
  required: ['ossId'],
  properties: { ossId: textSchema('Nomor referensi OSS', 25), nib: { type: 'string', title: 'NIB', format: 'nib' } },
};

const KNOWN = 'Sudah diketahui dari OSS; tidak perlu diisi lagi.';

interface DisposeInput {
  readonly instruction: string;
  readonly nature?: (typeof NATURES)[number];
  readonly oss?: OssEntry;
}

/** Row 4: entered in OSS where the SOP is on OSS, and passed on with a disposition sheet. */
@Injectable()
export class DisposeActivity implements Activity {
  readonly declaration = {
    name: 'dispose',
    outcomes: ['forwarded'],
    options: {
      type: 'object',
      properties: { oss: { type: 'boolean', description: 'The SOP has the file entered in OSS here.' } },
      additionalProperties: false,
    },
  };

  constructor(
    @Inject(OUTSIDE_WORK) private readonly outside: OutsideWork,
    private readonly texts: CaseTexts,
  ) {}

  inputSchema({ step, entry }: InputContext) {
    const onOss = step.options['oss'] === true;
    const properties = {
      instruction: linesSchema('Instruksi', 1000),
      nature: { title: 'Sifat', enum: NATURES },
      ...(onOss && { oss: entry ? { ...OSS_SCHEMA, description: KNOWN, default: entry } : OSS_SCHEMA }),
    };
    const asked = onOss && entry === null;
    const example = { instruction: 'Mohon diproses lebih lanjut.', nature: 'biasa', ...(asked && { oss: { ossId: 'P-202611230000001' } }) };
    return objectSchema(properties, asked ? ['instruction', 'oss'] : ['instruction'], example);
  }

  async perform(
    tx: Tx,
    { agency, application, task, next, definition, step, principal, now, input }: ActivityContext,
  ): Promise<ActivityEffect> {
    const id = newId(now);
    const { instruction, nature = 'biasa', ...given } = input as unknown as DisposeInput;
    const oss = step.options['oss'] === true ? (given.oss ?? (await this.known(tx, agency.code, application.id))) : null;
    const from = definition.actors.find((actor) => actor.role === step.roles[0])?.title ?? task.role;
    const kept = await this.texts.kept('instruction', { agency: agency.code, owner: application.id }, instruction, tx);
    // prettier-ignore
    await tx.run(INSERT, [
      agency.code, id, application.id, task.id, principal.name, from, next?.role ?? '-', next?.section ?? null, kept, nature,
      oss && JSON.stringify(oss), now,
    ]);
    return { records: [{ kind: 'disposition', id }], data: { instruction, nature, ...(oss && { oss }) } };
  }

  /** A licence that arrived from OSS exists already: its number need not be copied. */
  private async known(tx: Tx, agency: string, application: string): Promise<OssEntry> {
    const entry = await this.outside.entryOf(tx, agency, application);
    if (!entry) throw inputInvalid({}, [{ pointer: '/input/oss', detail: { id: 'Wajib diisi.', en: 'This is required.' } }]);
    return entry;
  }
}
