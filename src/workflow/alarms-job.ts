/** Name of the round that rings alarms. */
export const ALARMS_JOB = 'alarms';

/** How long a worker sleeps at most before it looks what rings next. */
export const LOOK_EVERY_MS = 1000;

/** An alarm that is this near when it is made wakes the workers: it would ring before they look again. */
export const SOON_MS = LOOK_EVERY_MS + 500;
