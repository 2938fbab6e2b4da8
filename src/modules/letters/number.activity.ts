import { Injectable } from '@nestjs/common';
import { NOTHING_TO_FILL_IN } from '../../platform/api/schema-parts.js';
import type { Tx } from '../../platform/database/tx.js';
import { enterInBook } from '../../platform/numbering/numbering.js';
import type { Activity, ActivityContext, ActivityEffect } from '../../workflow/activity.js';
import { numberPlace } from '../../workflow/number-place.js';
import { bookOption } from '../../workflow/step-options.js';
import { SET_NUMBER } from './letter-statements.js';
import { presentLetter } from './letters.repository.js';

/** Rows 13 and 21: the letter gets its number in the agenda book, once. */
@Injectable()
export class NumberActivity implements Activity {
  readonly declaration = {
    name: 'number',
    outcomes: ['numbered'],
    requires: ['signed'],
    sets: { numbered: ['numbered'] },
    options: bookOption('agenda'),
  };

  inputSchema() {
    return NOTHING_TO_FILL_IN;
  }

  async perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    const { agency, definition, step, application, principal, now } = context;
    const letter = await presentLetter(tx, context);
    const number = await enterInBook(tx, numberPlace(agency, definition, step.options['book'] as string, now), {
      application: application.id,
      subject: letter.id,
      addressedTo: letter.content.addressedTo,
      summary: letter.content.subject,
      details: { letter: letter.kind, application: application.number, ...(letter.number && { replaces: letter.number }) },
      enteredBy: principal.name,
    });
    await tx.run(SET_NUMBER, [agency.code, letter.id, number, now]);
    return { records: [{ kind: 'letter', id: letter.id }], data: { number } };
  }
}
