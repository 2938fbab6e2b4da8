import { offsetsOf, type OffsetAt } from '../../../kernel/local-time.js';

/** OSS is in Jakarta, whatever the zone of the regency. */
export const OSS_ZONE = 'Asia/Jakarta';

const zones = new Map<string, OffsetAt>();

/** "YYYY-MM-DD HH:MM:SS" as a clock on the wall of that zone shows it: the format has no offset. */
export function wallTime(instant: Date, zone: string): string {
  return shifted(instant, zone).toISOString().slice(0, 19).replace('T', ' ');
}

/** "YYYY-MM-DD" in that zone. */
export function wallDate(instant: Date, zone: string): string {
  return wallTime(instant, zone).slice(0, 10);
}

/** The instant of a time on the wall, or of the beginning of a day; undefined for what is neither. */
export function instantOf(wall: string, zone: string): Date | undefined {
  const [, day, time = '00:00:00'] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d))?$/.exec(wall.trim()) ?? [];
  const local = new Date(`${day}T${time}Z`);
  if (Number.isNaN(local.getTime()) || local.toISOString().slice(0, 19) !== `${day}T${time}`) return undefined;
  const offset = offsetIn(zone);
  // The second look is for zones whose offset changes in between.
  const guess = local.getTime() - offset(local.getTime());
  return new Date(local.getTime() - offset(guess));
}

function shifted(instant: Date, zone: string): Date {
  return new Date(instant.getTime() + offsetIn(zone)(instant.getTime()));
}

/** Making the format of a zone is slow, and there are few zones. */
function offsetIn(zone: string): OffsetAt {
  const known = zones.get(zone);
  if (known) return known;
  const made = offsetsOf(zone);
  zones.set(zone, made);
  return made;
}
