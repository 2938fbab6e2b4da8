import DataLoader from 'dataloader';
import type { ApiRequest } from '../api/request-context.js';

type Loader = DataLoader<string, unknown>;

const LOADERS = new WeakMap<ApiRequest, Map<object, Loader>>();

/**
 * What belongs to one of many: asked for one by one by the resolvers of a request, and read for all of them at once. Nothing is
 * remembered beyond that: a request may change what it reads next, and a subscription goes on for an hour.
 */
export function loadFor<T>(
  request: ApiRequest,
  /** Who loads: one batch per owner. */
  owner: object,
  id: string,
  readAll: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): Promise<T | undefined> {
  const loaders = LOADERS.get(request) ?? new Map<object, Loader>();
  LOADERS.set(request, loaders);
  let loader = loaders.get(owner) as DataLoader<string, T | undefined> | undefined;
  if (!loader) {
    loader = new DataLoader<string, T | undefined>(
      async (ids) => {
        const found = await readAll([...new Set(ids)]);
        return ids.map((each) => found.get(each));
      },
      { cache: false },
    );
    loaders.set(owner, loader);
  }
  return loader.load(id);
}

/** Rows by what they belong to, in the order in which they came. */
export function grouped<Row>(rows: readonly Row[], by: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(by(row));
    if (group) group.push(row);
    else groups.set(by(row), [row]);
  }
  return groups;
}
