import { NOBODY } from '../support/hostile.js';

const MOST = 300;

/** A completion that the service has offered itself, and who may do it. */
export interface Move {
  readonly task: string;
  readonly outcome: string;
  readonly input: unknown;
  readonly as: string;
}

/**
 * What is known of an office: ids, codes, cursors and inputs by the name under which requests ask for them. It learns from answers,
 * so that requests reach what earlier ones have made.
 */
export class Pools {
  readonly moves: Move[] = [];
  private readonly values = new Map<string, unknown[]>();

  /** Whose accounts must last: their ids are not learned, or the first request that disables one would be the last that gets anywhere. */
  constructor(private readonly spared: readonly string[] = []) {}

  add(name: string, ...values: readonly unknown[]): void {
    const pool = this.values.get(name) ?? [];
    this.values.set(name, pool);
    for (const value of values) if (!pool.includes(value) && !this.spared.includes(value as string)) pool.push(value);
    // The first ones stay: finds are made smaller to them.
    if (pool.length > MOST) pool.splice(20, pool.length - MOST);
  }

  addMove(move: Move): void {
    this.moves.push(move);
    if (this.moves.length > MOST) this.moves.shift();
  }

  of(name: string): readonly unknown[] {
    return this.values.get(name) ?? [];
  }

  /** Ids for a place of a path, such as `/v1/letters/{id}`: those of the kind, or any. */
  forPath(path: string, name: string): readonly unknown[] {
    if (!PLACES.has(name)) return this.of(name);
    const own = this.of(kindOf(path.slice(0, path.indexOf(`{${name}}`))));
    return own.length > 0 ? own : [...this.of('id').slice(0, 40), NOBODY];
  }

  /** Ids for a GraphQL field, by what it is named after: `disableStaff`, `letter`. */
  forField(field: string): readonly unknown[] {
    const name = field.toLowerCase();
    const kinds = [...this.values.keys()].filter((kind) => name.includes(singular(kind)));
    const best = kinds.sort((a, b) => name.lastIndexOf(singular(b)) - name.lastIndexOf(singular(a)))[0];
    return best === undefined ? this.of('id') : this.of(best);
  }

  /** Remembers what stands in an answer. */
  learn(path: string, answer: unknown): void {
    this.look(kindOf(path), answer, 0);
  }

  private look(kind: string, value: unknown, depth: number): void {
    if (typeof value !== 'object' || value === null || depth > 5) return;
    if (Array.isArray(value)) return value.slice(0, 20).forEach((one) => this.look(kind, one, depth + 1));
    for (const [name, inner] of Object.entries(value)) {
      if (typeof inner === 'string' && inner !== '') this.remember(kind, name, inner);
      else this.look(KINDS[name] ?? (name === 'items' ? kind : name), inner, depth + 1);
    }
  }

  private remember(kind: string, name: string, text: string): void {
    if (name === 'id') {
      this.add(kind, text);
      this.add('id', text);
    }
    if (name === 'next' || name === 'endCursor' || name === 'cursor') this.add('after', text);
    if (name === 'trackingCode' || name === 'verificationCode') this.add('code', text);
    if (name === 'receiptNumber' || name === 'refreshToken') this.add(name, text);
    if (name === 'applicationId') this.add('applications', text);
  }
}

/** Places of a path whose values are of the kind that stands before them. */
const PLACES = new Set(['id', 'document', 'notice', 'version', 'code']);

/** `entry` of `entries`, `standin` of `stand-ins`. */
function singular(kind: string): string {
  return kind.replaceAll('-', '').replace(/ies$/, 'y').replace(/s$/, '').toLowerCase();
}

/** Which kind of thing stands under a member of an answer. */
const KINDS: Readonly<Record<string, string>> = {
  openTasks: 'tasks',
  application: 'applications',
  document: 'documents',
  letter: 'letters',
};

/** The last word of a path that is no place: `applications` of `/v1/applications/{id}`. */
function kindOf(path: string): string {
  const words = path.split('/').filter((part) => part !== '' && !part.includes('{'));
  return words.at(-1)?.split('.')[0] ?? '';
}
