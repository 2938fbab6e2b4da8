import { createHash } from 'node:crypto';
import { canonical } from '../kernel/canonical.js';

/** Hash of a revision of a form as it lies in its row: encrypted, so that nobody tries values against it. */
export function formHash(applicant: unknown, form: unknown): string {
  return createHash('sha256').update(canonical({ applicant, form })).digest('hex');
}
