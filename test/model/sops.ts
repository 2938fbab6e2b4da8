import { cpSync } from 'node:fs';
import { join } from 'node:path';

/** The shipped SOPs with the second agency of the tests and its short SOP, in a folder of their own. */
export function sopFolder(root: string, under: string): string {
  const folder = join(under, 'sop');
  cpSync(join(root, 'sop'), folder, { recursive: true });
  cpSync(join(root, 'test/fixtures/sop'), folder, { recursive: true });
  return folder;
}
