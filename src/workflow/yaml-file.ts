import { readFileSync, statSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { locator, type Locate } from './yaml-position.js';

/** A file may repeat a block by reference; one that unfolds into far more than it holds is an attack. */
const MOST_ALIASES = 100;

/** A YAML file as it was read. */
export interface YamlFile {
  readonly bytes: Buffer;
  readonly source: string;
  readonly data: unknown;
  readonly locate: Locate;
}

/** Reads one of at most so many bytes. Never throws for bad content: tells each problem, as `file:line:column: sentence` where it has a place. */
export function readYaml(path: string, file: string, largest: number, tell: (problem: string) => void): YamlFile | undefined {
  try {
    if (statSync(path).size > largest) throw new Error(`it is larger than ${largest} bytes`);
    const bytes = readFileSync(path);
    const source = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const lines = new LineCounter();
    // At the log level 'silent' a second document in the file would be left out without a word.
    const document = parseDocument(source, {
      lineCounter: lines,
      uniqueKeys: true,
      stringKeys: true,
      prettyErrors: false,
      logLevel: 'error',
    });
    for (const { pos, message } of [...document.errors, ...document.warnings]) {
      const { line, col } = lines.linePos(pos[0]);
      tell(`${file}:${line}:${col}: ${message.replace(/\s+/g, ' ')}`);
    }
    if (document.errors.length > 0) return undefined;
    return { bytes, source, data: document.toJS({ maxAliasCount: MOST_ALIASES }), locate: locator(document, lines) };
  } catch (error) {
    tell(`${file}: cannot be read: ${(error as Error).message}.`);
    return undefined;
  }
}
