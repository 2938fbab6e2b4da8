import { Injectable } from '@nestjs/common';
import { objectSchema, textSchema } from '../../platform/api/schema-parts.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Activity, ActivityContext, ActivityEffect, InputContext } from '../../workflow/activity.js';
import { HAND_OVER } from './letter-statements.js';
import type { HandOver } from './letter.entity.js';
import { letterMissing } from './letters.repository.js';

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

  inputSchema(context: InputContext) {
    return objectSchema({ to: textSchema('Disampaikan kepada', 300) }, [], { to: receiver(context) });
  }

  async perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    const { agency, application, principal, now } = context;
    const { to = receiver(context) } = context.input as { to?: string };
    const handOver: HandOver = { by: principal.name, to, at: now.toISOString() };
    const [letter] = await tx.run<{ id: string }>(HAND_OVER, [agency.code, application.id, JSON.stringify(handOver), now]);
    if (!letter) throw letterMissing();
    return { records: [{ kind: 'letter', id: letter.id }], data: { to } };
  }
}

/** Who it goes to when nobody is named: the desk that the definition says. */
function receiver({ definition, step }: InputContext): string {
  const role = step.options['to'];
  return definition.actors.find((actor) => actor.role === role)?.title ?? 'Pemohon';
}
