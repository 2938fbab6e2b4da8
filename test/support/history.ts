import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseEvent, CaseState } from '../../src/sop/case-events.js';

/** Also for benchmarks, which are built elsewhere. */
const FOLDER = join(process.cwd(), 'test/replay');

/** What the events of a case belong to, and what they left. */
export interface HistoryHead {
  readonly agency: string;
  readonly service: string;
  /** Hash of the definition that the case began with. */
  readonly sha256: string;
  readonly application: string;
  readonly state: CaseState;
}

/** The recorded life of one case. */
export interface History {
  readonly name: string;
  readonly head: HistoryHead;
  readonly entries: readonly { readonly hash: string; readonly event: CaseEvent }[];
}

/** Reads all recorded histories: one file each, the head in its first line and an event in every other. */
export function readHistories(): History[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .map((file) => {
      const [head, ...entries] = readFileSync(join(FOLDER, file), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line));
      return { name: file.replace('.jsonl', ''), head: head as HistoryHead, entries: entries as History['entries'] };
    });
}

export function writeHistory({ name, head, entries }: History): void {
  writeFileSync(join(FOLDER, `${name}.jsonl`), [head, ...entries].map((line) => `${JSON.stringify(line)}\n`).join(''));
}
