import type { Budget } from './budget.js';
import type { PdfFile } from './pdf-file.js';
import { Dict, isArray, Ref, type PdfValue } from './values.js';

/** How the pages of a file hang together. */
export interface Pages {
  readonly found: number;
  /** There are as many as the tree says: readers have nothing to repair. */
  readonly whole: boolean;
}

/** Goes through the tree of pages below a catalogue. */
export function pagesBelow(file: PdfFile, root: PdfValue | undefined, budget: Budget): Pages {
  let best: Pages = { found: 0, whole: false };
  for (const catalogue of file.resolve(root)) {
    if (!(catalogue instanceof Dict)) continue;
    for (const top of catalogue.all('Pages')) {
      const pages = tree(file, top, budget);
      if (pages.found > best.found) best = pages;
    }
  }
  return best;
}

function tree(file: PdfFile, top: PdfValue, budget: Budget): Pages {
  const seen = new Set<number>();
  const waiting: PdfValue[] = [top];
  let found = 0;
  let sound = true;
  while (waiting.length > 0) {
    const next = waiting.pop()!;
    budget.spend(1);
    if (next instanceof Ref) {
      if (seen.has(next.num)) {
        sound = false;
        continue;
      }
      seen.add(next.num);
    }
    const nodes = file.resolve(next);
    if (nodes.length !== 1 || !(nodes[0] instanceof Dict)) sound = false;
    for (const node of nodes) {
      if (!(node instanceof Dict)) continue;
      const kids = file.resolve(node.get('Kids')).find(isArray);
      if (kids) waiting.push(...kids);
      else found++;
    }
  }
  const [said] = file.resolve(
    file
      .resolve(top)
      .find((node) => node instanceof Dict)
      ?.get('Count'),
  );
  return { found, whole: sound && found > 0 && said === found };
}
