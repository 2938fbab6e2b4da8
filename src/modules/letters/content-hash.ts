import { createHash } from 'node:crypto';
import { canonical } from '../../kernel/canonical.js';
import type { LetterContent } from './letter.entity.js';

/** Hash of what a letter says, as the event of its signature has it. */
export function contentHash(content: LetterContent): string {
  return createHash('sha256').update(canonical(content)).digest('hex');
}
