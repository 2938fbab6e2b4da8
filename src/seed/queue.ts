/** What happens next, by time; of what happens at the same time, what was planned first. */
export class TimeQueue<T extends { readonly at: number; readonly order: number }> {
  private readonly heap: T[] = [];

  get next(): T | undefined {
    return this.heap[0];
  }

  push(item: T): void {
    const { heap } = this;
    let place = heap.length;
    heap.push(item);
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!before(item, heap[above]!)) break;
      heap[place] = heap[above]!;
      place = above;
    }
    heap[place] = item;
  }

  pop(): T | undefined {
    const { heap } = this;
    const first = heap[0];
    const item = heap.pop();
    if (first === undefined || item === undefined || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && before(heap[below + 1]!, heap[below]!)) below++;
      if (!before(heap[below]!, item)) break;
      heap[place] = heap[below]!;
      place = below;
    }
    heap[place] = item;
    return first;
  }
}

function before(one: { readonly at: number; readonly order: number }, other: { readonly at: number; readonly order: number }): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
