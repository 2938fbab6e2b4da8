import { isAlias, isMap, isPair, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml';
import type { SopProblem } from '../sop/problem.js';

/** Says where in its file a problem stands, as `line:column`. */
export type Locate = (problem: Pick<SopProblem, 'at'>) => string;

/** Follows a problem's path into the document: to the key, or to as much of the path as the file has. */
export function locator(document: Document.Parsed, lines: LineCounter): Locate {
  return ({ at }) => {
    let node: unknown = document.contents;
    let offset = startOf(node) ?? 0;
    for (const part of at) {
      const target = isAlias(node) ? node.resolve(document) : node;
      const next = isMap(target)
        ? pairOf(target.items, part)
        : isSeq(target) && typeof part === 'number'
          ? { key: target.items[part], value: target.items[part] }
          : undefined;
      if (!next?.key) break;
      // Inside of a reference the place is that of the reference's user: that is what has to be looked at.
      offset = isAlias(node) ? offset : (startOf(next.key) ?? offset);
      node = next.value;
    }
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
}

function pairOf(items: readonly unknown[], key: string | number): { key: unknown; value: unknown } | undefined {
  return items.filter(isPair).find((pair) => isScalar(pair.key) && pair.key.value === key);
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null)?.range?.[0];
}
