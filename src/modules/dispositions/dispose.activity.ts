import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { objectSchema, textSchema } from '../../platform/api/schema-parts.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import type { Activity, ActivityContext, ActivityEffect, InputContext } from '../../workflow/activity.js';
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

  inputSchema({ step }: InputContext) {
    const onOss = step.options['oss'] === true;
    const properties = {
      instruction: textSchema('Instruksi', 1000),
      nature: { title: 'Sifat', enum: NATURES },
      ...(onOss && { oss: OSS_SCHEMA }),
    };
    const example = { instruction: 'Mohon diproses lebih lanjut.', nature: 'biasa', ...(onOss && { oss: { ossId: 'P-202611230000001' } }) };
    return objectSchema(properties, onOss ? ['instruction', 'oss'] : ['instruction'], example);
  }

  async perform(
    tx: Tx,
    { agency, application, task, next, definition, step, principal, now, input }: ActivityContext,
  ): Promise<ActivityEffect> {
    const id = newId(now);
    const { instruction, nature = 'biasa', oss = null } = input as unknown as DisposeInput;
    const from = definition.actors.find((actor) => actor.role === step.roles[0])?.title ?? task.role;
    // prettier-ignore
    await tx.run(INSERT, [
      agency.code, id, application.id, task.id, principal.name, from, next?.role ?? '-', next?.section ?? null, instruction, nature,
      oss && JSON.stringify(oss), now,
    ]);
    return { records: [{ kind: 'disposition', id }], data: { instruction, nature, ...(oss && { oss }) } };
  }
}
