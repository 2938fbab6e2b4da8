import type { Chance } from './chance.js';
import type { Pools } from './pools.js';

/** A JSON Schema, as far as inputs of the contract use it. */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
}

/** Values for the schemas of a contract: mostly such as could be meant, sometimes anything. */
export class Values {
  constructor(
    private readonly components: Readonly<Record<string, Schema>>,
    private readonly pools: Pools,
  ) {}

  /** One value, broken once in so many times at each place. */
  of(schema: Schema, name: string, chance: Chance, broken: number, depth = 0): unknown {
    if (chance.once(broken)) return chance.odd();
    const known = this.pools.of(name);
    const strays = Math.min(broken, MEANT);
    if (known.length > 0 && !chance.once(strays)) return chance.pick(known);
    const meant = this.resolved(schema, chance);
    const given = [...(meant.enum ?? []), ...(meant.examples ?? []), ...(meant.example === undefined ? [] : [meant.example])];
    if (given.length > 0 && !chance.once(strays)) return chance.pick(given);
    return this.typed(meant, name, chance, broken, depth);
  }

  private typed(schema: Schema, name: string, chance: Chance, broken: number, depth: number): unknown {
    if (schema.type === 'boolean') return chance.once(2);
    if (schema.type === 'number' || schema.type === 'integer') return chance.pick([1, 2, 5, 2026, 50, 200, 0, -1, 201, 1.5]);
    if (schema.type === 'array')
      return Array.from({ length: broken > MEANT ? 1 + chance.below(2) : chance.below(4) }, () =>
        this.of(schema.items ?? {}, name, chance, broken, depth + 1),
      );
    if (schema.properties && depth < 6) return this.object(schema, chance, broken, depth);
    if (schema.type === 'object') return chance.pick([{}, { a: 1 }, { reason: 'x' }]);
    return this.text(schema, chance);
  }

  private object({ properties = {}, required = [] }: Schema, chance: Chance, broken: number, depth: number): unknown {
    const names = Object.keys(properties).filter((name) => (required.includes(name) ? !chance.once(broken * 2) : chance.once(2)));
    const entries = names.map((name) => [name, this.of(properties[name]!, name, chance, broken, depth + 1)] as const);
    const more = chance.once(broken * 2)
      ? [[chance.pick(['x', 'id', '__proto__', 'constructor', 'agency', '']), chance.odd()] as const]
      : [];
    // `fromEntries` makes own members of all of them, of `__proto__` too.
    return Object.fromEntries([...entries, ...more]);
  }

  private text({ format }: Schema, chance: Chance): string {
    if (format === 'date') return chance.pick(['2026-11-23', '2026-12-31', '2027-01-04', '1999-02-28']);
    if (format === 'date-time') return chance.pick(['2026-11-23T09:00:00+07:00', '2027-01-01T00:00:00Z']);
    return chance.once(3) ? chance.oddText() : chance.pick(WORDS);
  }

  private resolved(schema: Schema, chance: Chance): Schema {
    const several = schema.oneOf ?? schema.anyOf;
    if (several && several.length > 0) return this.resolved(chance.pick(several), chance);
    if (schema.allOf) return { ...schema, ...Object.assign({}, ...schema.allOf.map((one) => this.resolved(one, chance))) };
    return schema.$ref ? this.resolved(this.components[schema.$ref.split('/').at(-1)!] ?? {}, chance) : schema;
  }
}

/** A request that is broken less often than that is meant to be right. */
export const MEANT = 40;

const WORDS = ['Budi', 'tidak jadi', '2026-11-23', 'kadis', '1211014508900001', 'front-office', 'open', 'a', 'Jl. Sisingamangaraja 1'];
