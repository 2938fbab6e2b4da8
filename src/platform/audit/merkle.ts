import { createHash } from 'node:crypto';

/** How far a journal had come. */
export interface Leaf {
  readonly application: string;
  readonly seq: number;
  readonly hash: string;
}

/** The root of a hash tree as in RFC 6962, from leaves as they come: it holds as many hashes as the tree is high. */
export class MerkleTree {
  private readonly peaks: { readonly height: number; readonly hash: Buffer }[] = [];
  size = 0;

  add({ application, seq, hash }: Leaf): void {
    let node = { height: 0, hash: digest(0, Buffer.from(`${application}\n${seq}\n${hash}`)) };
    for (let last = this.peaks.at(-1); last?.height === node.height; last = this.peaks.at(-1)) {
      this.peaks.pop();
      node = { height: node.height + 1, hash: digest(1, last.hash, node.hash) };
    }
    this.peaks.push(node);
    this.size++;
  }

  root(): string {
    const [last, ...rest] = this.peaks.map(({ hash }) => hash).reverse();
    if (!last) return createHash('sha256').digest('hex');
    return rest.reduce((right, left) => digest(1, left, right), last).toString('hex');
  }
}

/** Leaves and nodes begin differently, so that neither passes for the other. */
function digest(kind: 0 | 1, ...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256').update(Buffer.from([kind]));
  for (const part of parts) hash.update(part);
  return hash.digest();
}
