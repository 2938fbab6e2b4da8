import { createHash } from 'node:crypto';
import { MerkleTree, type Leaf } from './merkle.js';

const leaves = (count: number): Leaf[] => Array.from({ length: count }, (_, i) => ({ application: `a${i}`, seq: i + 1, hash: `h${i}` }));
const sha = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** As RFC 6962, 2.1 defines it. */
function plainly(of: readonly Leaf[]): Buffer {
  if (of.length === 0) return sha();
  if (of.length === 1) return sha(Buffer.from([0]), Buffer.from(`${of[0]!.application}\n${of[0]!.seq}\n${of[0]!.hash}`));
  let half = 1;
  while (half * 2 < of.length) half *= 2;
  return sha(Buffer.from([1]), plainly(of.slice(0, half)), plainly(of.slice(half)));
}

function rootOf(of: readonly Leaf[]): string {
  const tree = new MerkleTree();
  of.forEach((leaf) => tree.add(leaf));
  return tree.root();
}

it('has the root that the definition gives, for any number of leaves', () => {
  for (let count = 0; count < 70; count++) expect(rootOf(leaves(count))).toBe(plainly(leaves(count)).toString('hex'));
});

it('has another root when anything is different', () => {
  const root = rootOf(leaves(9));
  const changed = (at: number, to: Partial<Leaf>) => leaves(9).map((leaf, i) => (i === at ? { ...leaf, ...to } : leaf));
  for (const other of [changed(3, { seq: 9 }), changed(8, { hash: 'x' }), changed(0, { application: 'b' }), leaves(8), leaves(9).reverse()])
    expect(rootOf(other)).not.toBe(root);
});
