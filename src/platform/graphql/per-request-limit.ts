import { refusal } from '../../kernel/refusal.js';
import type { ApiRequest } from '../api/request-context.js';

export const onlyAFew = refusal('malformed', 'ONLY_A_FEW', {
  id: 'Isian "{field}" paling banyak {most} kali dalam satu permintaan.',
  en: 'The field "{field}" may stand at most {most} times in one request.',
});

const MOST = 3;
const ASKED = new WeakMap<ApiRequest, Map<string, number>>();

/** A field that anybody may ask for, by a code: aliases must not make one request try hundreds of codes. */
export function perRequestLimit(request: ApiRequest, field: string): void {
  const counts = ASKED.get(request) ?? new Map<string, number>();
  ASKED.set(request, counts);
  const count = 1 + (counts.get(field) ?? 0);
  counts.set(field, count);
  if (count > MOST) throw onlyAFew({ field, most: MOST });
}
