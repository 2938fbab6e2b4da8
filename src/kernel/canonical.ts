/**
 * JSON with its keys in order: PostgreSQL's jsonb keeps none, and a hash must come out the same after a round trip. Written by hand, since
 * a whole journal goes through here when it is verified.
 */
export function canonical(value: unknown): string {
  return write(value) ?? 'null';
}

function write(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const { toJSON } = value as { readonly toJSON?: unknown };
  if (typeof toJSON === 'function') return write((toJSON as () => unknown).call(value));
  if (Array.isArray(value)) return `[${value.map((item) => write(item) ?? 'null').join(',')}]`;
  let text = '';
  for (const key of inOrder(Object.keys(value))) {
    const inner = write((value as Record<string, unknown>)[key]);
    if (inner !== undefined) text += `${text === '' ? '' : ','}${PLAIN.test(key) ? `"${key}"` : JSON.stringify(key)}:${inner}`;
  }
  return `{${text}}`;
}

/** Keys that JSON writes as they are. */
const PLAIN = /^[\w$-]*$/;
const INDEX = /^(0|[1-9]\d{0,9})$/;
const isIndex = (key: string) => INDEX.test(key) && Number(key) < 4_294_967_295;

/** Whole numbers first, by their size, which is how an object holds them; then the rest by their code units. */
function inOrder(keys: string[]): string[] {
  const [first] = keys;
  if (first === undefined || !isIndex(first)) return keys.sort();
  const numbers = keys.filter(isIndex);
  return [...numbers, ...keys.slice(numbers.length).sort()];
}
