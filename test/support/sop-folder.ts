import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SHIPPED = join(import.meta.dirname, '../../sop');
const FIXTURES = join(import.meta.dirname, '../fixtures/sop');

/** A folder of SOPs that a test may edit: what is shipped, with the second agency and its short SOP. */
export class SopFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'terbit-sop-'));

  constructor() {
    cpSync(SHIPPED, this.path, { recursive: true });
    cpSync(FIXTURES, this.path, { recursive: true });
  }

  /** Replaces the one place where a text stands. */
  edit(file: string, from: string, to: string): this {
    const path = join(this.path, file);
    const text = readFileSync(path, 'utf8');
    if (text.split(from).length !== 2) throw new Error(`"${from}" does not stand once in ${file}`);
    writeFileSync(path, text.replace(from, to));
    return this;
  }

  write(file: string, content: string): this {
    writeFileSync(join(this.path, file), content);
    return this;
  }

  read(file: string): string {
    return readFileSync(join(this.path, file), 'utf8');
  }

  remove(file = ''): void {
    rmSync(join(this.path, file), { recursive: true, force: true });
  }
}
