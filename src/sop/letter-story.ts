import type { CaseEvent, CompletedEvent } from './case-events.js';
import { countingStep } from './counting-step.js';
import { outcomeOf, stepOf } from './definition-lookup.js';
import type { JsonObject, SopDefinition } from './sop-definition.js';

/** What the journal of a case says of one of its letters. */
export interface LetterStory {
  /** Hash of what was signed last; null while it is not signed. */
  readonly contentHash: string | null;
  readonly number: string | null;
  readonly revoked: { readonly at: Date; readonly reason: string } | null;
  /** A correction has begun. */
  readonly corrected: boolean;
  /** Number of the letter that counts in its place. */
  readonly replacedBy: string | null;
  /** The row from which on it counts is done. */
  readonly counts: boolean;
  /** The row from which on it counts; null where that is the numbering itself, or where there is no number. */
  readonly countsAt: number | null;
}

const UNTOLD: LetterStory = {
  contentHash: null,
  number: null,
  revoked: null,
  corrected: false,
  replacedBy: null,
  counts: false,
  countsAt: null,
};

/** Tells a letter by the events of its case alone. Pure. */
export function letterStory(definition: SopDefinition, events: readonly CaseEvent[], letter: string): LetterStory {
  return events.reduce((story, event) => after(definition, story, event, letter), UNTOLD);
}

function after(definition: SopDefinition, story: LetterStory, event: CaseEvent, letter: string): LetterStory {
  switch (event.type) {
    case 'completed':
      return afterStep(definition, story, event, letter);
    case 'number-voided':
      if (story.number !== null && event.data['number'] === story.number) return { ...story, number: null, counts: false, countsAt: null };
      // The number that had replaced this letter does not count: this one is valid again.
      return story.replacedBy !== null && event.data['number'] === story.replacedBy ? { ...story, replacedBy: null } : story;
    case 'revoked':
      return isOf(event.data, letter) ? { ...story, revoked: { at: new Date(event.at), reason: event.reason } } : story;
    case 'corrected':
      return isOf(event.data, letter) ? { ...story, corrected: true } : story;
    default:
      return story;
  }
}

function afterStep(definition: SopDefinition, story: LetterStory, event: CompletedEvent, letter: string): LetterStory {
  if (event.step === story.countsAt && !story.counts) return { ...afterOwn(definition, story, event, letter), counts: true };
  return afterOwn(definition, story, event, letter);
}

function afterOwn(definition: SopDefinition, story: LetterStory, event: CompletedEvent, letter: string): LetterStory {
  const step = stepOf(definition, event.step);
  const number = typeof event.data['number'] === 'string' ? event.data['number'] : null;
  if (!isOf(event.data, letter)) {
    const replaces = step.does === 'number' && story.number !== null && event.data['replaces'] === story.number;
    return replaces ? { ...story, replacedBy: number } : story;
  }
  switch (step.does) {
    case 'draft-letter':
      return { ...story, contentHash: null };
    case 'sign': {
      const signed = outcomeOf(step, event.outcome)?.means === 'signed';
      const hash = signed ? ((event.data['contentHash'] as string | undefined) ?? null) : null;
      // Where letters have no number, the signature is the last that makes them count.
      const unnumbered = !definition.steps.some(({ does }) => does === 'number');
      return { ...story, contentHash: hash, ...(unnumbered && { counts: signed }) };
    }
    case 'number':
      return { ...story, number, ...counting(definition, event.step) };
    default:
      return story;
  }
}

function counting(definition: SopDefinition, step: number): Pick<LetterStory, 'counts' | 'countsAt'> {
  const at = countingStep(definition, step) ?? null;
  return { countsAt: at, counts: at === null };
}

function isOf(data: JsonObject, letter: string): boolean {
  const records = (data['records'] ?? []) as readonly { readonly kind: string; readonly id: string }[];
  return records.some(({ kind, id }) => kind === 'letter' && id === letter);
}
