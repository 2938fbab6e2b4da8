import { v7 } from 'uuid';

/** A UUIDv7: ids sort by the time they were made, so that lists and indexes follow time without a column of their own. */
export function newId(now: Date): string {
  return v7({ msecs: now.getTime() });
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export function isId(text: string): boolean {
  return UUID.test(text);
}
