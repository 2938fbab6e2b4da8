import type { Agency } from '../../sop/sop-definition.js';
import type { EventRow } from '../../workflow/event.entity.js';
import { publicEvent } from '../../workflow/public-events.js';
import type { TimelineEntryView } from './timeline.view.js';

/** The journal as the applicant reads it; without hashes, since they cover words that are not shown. */
export function publicTimeline(agency: Agency, rows: readonly EventRow[], entries: readonly TimelineEntryView[]): TimelineEntryView[] {
  return entries.flatMap((entry, index) => {
    const told = publicEvent(agency, rows[index]!.body);
    if (!told) return [];
    return [{ ...entry, by: told.actor.name, onBehalfOf: null, note: told.note, data: told.data, hash: null }];
  });
}
