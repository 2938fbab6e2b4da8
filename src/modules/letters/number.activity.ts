import { Injectable } from '@nestjs/common';
import { objectSchema, REASON_SCHEMA } from '../../platform/api/schema-parts.js';
import { Vault } from '../../platform/crypto/vault.js';
import type { Tx } from '../../platform/database/tx.js';
import { insertInBook, lockRegularLine } from '../../platform/numbering/book-keeping.js';
import { dayOf, enterInBook, type BookEntry, type NumberPlace } from '../../platform/numbering/numbering.js';
import type { Activity, ActivityContext, ActivityEffect } from '../../workflow/activity.js';
import { journalOf } from '../../workflow/journal-of.js';
import { numberPlace } from '../../workflow/number-place.js';
import { bookOption } from '../../workflow/step-options.js';
import { letterChanged } from './letter-changed.js';
import { letterStory } from '../../sop/letter-story.js';
import { contentHash } from './content-hash.js';
import { REPLACE, SET_NUMBER } from './letter-statements.js';
import { presentLetter, type PresentLetter } from './letters.repository.js';
import { openContent } from './encrypted-content.js';
import { UntouchedCase } from './untouched-case.js';

const ID = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';

/** Rows 13 and 21: the letter gets its number in the agenda book, once. */
@Injectable()
export class NumberActivity implements Activity {
  readonly declaration = {
    name: 'number',
    outcomes: ['numbered'],
    requires: ['signed'],
    sets: { numbered: ['numbered'] },
    separateFrom: ['draft-letter', 'recommend'],
    options: bookOption('agenda'),
  };

  constructor(
    private readonly vault: Vault,
    private readonly untouched: UntouchedCase,
  ) {}

  inputSchema() {
    const properties = {
      // No "format: uuid": by that clients know where a document is to be named.
      insertBeside: {
        type: 'string',
        pattern: ID,
        title: 'Sisipan: id baris buku yang nomornya disisipi, seperti 42 menjadi 42.A',
        'x-form': { id: 'id baris buku (UUID)', en: 'the id of a line of the book (UUID)' },
        'x-example': '0193a5b4-7c1e-7d2f-8a3b-4c5d6e7f8091',
      },
      reason: REASON_SCHEMA,
    };
    const together = { insertBeside: ['reason'], reason: ['insertBeside'] };
    return { ...objectSchema(properties, [], {}), dependentRequired: together };
  }

  async perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    const { agency, definition, step, application, principal, now } = context;
    await this.untouched.confirm(tx, context);
    const letter = await presentLetter(tx, context);
    await this.asSigned(tx, context, letter);
    const replaced = await this.replace(tx, agency.code, letter);
    const replaces = replaced ?? letter.number;
    const place = numberPlace(agency, definition, step.options['book'] as string, now);
    const entry = {
      application: application.id,
      subject: letter.id,
      addressedTo: letter.content.addressedTo,
      summary: letter.content.subject,
      details: { letter: letter.kind, application: application.number, ...(replaces && { replaces }) },
      enteredBy: principal.name,
    };
    const { number, dated } = await numbered(tx, place, entry, context.input);
    await tx.run(SET_NUMBER, [agency.code, letter.id, number, now, dated]);
    return {
      records: [{ kind: 'letter', id: letter.id }],
      data: { number, dated, ...(replaced && { replaces: replaced }) },
      application: { found: number },
    };
  }

  /** What gets the number is what was signed. */
  private async asSigned(tx: Tx, { agency, definition, application }: ActivityContext, letter: PresentLetter): Promise<void> {
    const events = await journalOf(tx, agency.code, application.id);
    const { contentHash: signed } = letterStory(definition, events, letter.id);
    const content = await openContent(this.vault, agency.code, application.id, letter.content, tx);
    if (signed === null || letter.content_hash !== signed || contentHash(content) !== signed)
      throw letterChanged({ faults: `letters ${letter.id} content` });
  }

  /** A letter that corrects another is valid in its place from its number on. */
  private async replace(tx: Tx, agency: string, { id, replaces }: PresentLetter): Promise<string | null> {
    if (replaces === null) return null;
    const [old] = await tx.run<{ number: string | null }>(REPLACE, [agency, replaces, id]);
    return old?.number ?? null;
  }
}

/** Nothing for the next number; a line of the book for one that is inserted beside it. */
interface NumberInput {
  readonly insertBeside?: string;
  readonly reason?: string;
}

/** A number, and the date that goes with it (YYYY-MM-DD). */
interface DatedNumber {
  readonly number: string;
  readonly dated: string;
}

async function numbered(tx: Tx, place: NumberPlace, entry: BookEntry, { insertBeside, reason = '' }: NumberInput): Promise<DatedNumber> {
  if (insertBeside === undefined) return { number: await enterInBook(tx, place, entry), dated: dayOf(place) };
  const beside = await lockRegularLine(tx, place.agency, place.book.code, insertBeside);
  return { number: await insertInBook(tx, place, beside, reason, entry), dated: beside.dated };
}
