const formatters = new Map<string, Intl.DateTimeFormat>();

/** "23 November 2026", as letters write the date. */
export function dateInWords(at: Date, timeZone: string): string {
  return formatter(timeZone, { dateStyle: 'long' }).format(at);
}

/** "23/11/2026, 09.01 WIB". */
export function shortMoment(at: Date, timeZone: string): string {
  return formatter(timeZone, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at);
}

/** A calendar date such as 2026-11-23 in words; whatever else stands there, as it stands. */
export function written(value: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
  const at = new Date(`${value}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? value : dateInWords(at, 'UTC');
}

/** Formatters are kept: making one costs fifty times its use. */
function formatter(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${Object.keys(options).join()}`;
  let made = formatters.get(key);
  if (!made) formatters.set(key, (made = new Intl.DateTimeFormat('id-ID', { ...options, timeZone })));
  return made;
}
