import { Foundation1763900000000 } from './1763900000000-foundation.js';
import { Calendar1763900200000 } from './1763900200000-calendar.js';
import { Notifications1764100000000 } from './1764100000000-notifications.js';
import { StatutoryAlarms1764200000000 } from './1764200000000-statutory-alarms.js';
import { CalendarChanges1764400000000 } from './1764400000000-calendar-changes.js';
import { Papers1764500000000 } from './1764500000000-papers.js';
import { Books1764600000000 } from './1764600000000-books.js';
import { Reporting1765500000000 } from './1765500000000-reporting.js';

/** Every migration, oldest first. A landed one is never edited. */
export const MIGRATIONS = [
  Foundation1763900000000,
  Calendar1763900200000,
  Notifications1764100000000,
  StatutoryAlarms1764200000000,
  CalendarChanges1764400000000,
  Papers1764500000000,
  Books1764600000000,
  Reporting1765500000000,
];
