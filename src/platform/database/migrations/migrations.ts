import { Foundation1763900000000 } from './1763900000000-foundation.js';
import { Calendar1763900200000 } from './1763900200000-calendar.js';
import { Notifications1764100000000 } from './1764100000000-notifications.js';
import { Papers1764500000000 } from './1764500000000-papers.js';

/** Every migration, oldest first. A landed one is never edited. */
export const MIGRATIONS = [Foundation1763900000000, Calendar1763900200000, Notifications1764100000000, Papers1764500000000];
