import { Foundation1763900000000 } from './1763900000000-foundation.js';

/** Every migration, oldest first. A landed one is never edited. */
export const MIGRATIONS = [Foundation1763900000000];
