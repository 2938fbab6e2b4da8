import { instantOf, wallDate } from '../wire/wall-time.js';

const DAY_MS = 86_400_000;
/** When nobody works, and the day before is over. */
const NIGHT = '01:00:00';

/** One o'clock of the next night, where the agency is. */
export function nextNight(now: Date, zone: string): Date {
  const tonight = instantOf(`${wallDate(now, zone)} ${NIGHT}`, zone)!;
  return tonight > now ? tonight : instantOf(`${wallDate(new Date(now.getTime() + DAY_MS), zone)} ${NIGHT}`, zone)!;
}
