import type { Observable } from 'rxjs';

/** What a reader who has stopped reading may have waiting for them; then the subscription ends. */
const MOST_WAITING = 1000;

/** An observable as a GraphQL subscription; who stops listening unsubscribes from it at once. */
export function subscriptionOf<T>(source: Observable<T>): AsyncIterableIterator<T> {
  const waiting: T[] = [];
  let failed: { readonly error: unknown } | undefined;
  let ended = false;
  let wake: () => void = () => undefined;
  const end = () => {
    ended = true;
    subscription.unsubscribe();
    wake();
  };
  const subscription = source.subscribe({
    next: (value) => {
      waiting.push(value);
      if (waiting.length > MOST_WAITING) ended = true;
      wake();
    },
    error: (error: unknown) => {
      failed = { error };
      ended = true;
      wake();
    },
    complete: () => {
      ended = true;
      wake();
    },
  });
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      while (waiting.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve));
      if (waiting.length > 0) return { done: false, value: waiting.shift()! };
      subscription.unsubscribe();
      if (failed) throw failed.error;
      return { done: true, value: undefined };
    },
    return() {
      waiting.length = 0;
      end();
      return Promise.resolve({ done: true, value: undefined });
    },
  };
}
