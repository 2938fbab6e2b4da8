import { isIP } from 'node:net';

/** Reads a variable's text; throws an Error whose message says what it must be, and never quotes the value: it may be a secret. */
export type VariableParser<T> = (text: string) => T;

/** A whole number within bounds, in decimal digits only. */
export function integer(min: number, max: number): VariableParser<number> {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (!(value >= min && value <= max)) throw new Error(`must be a whole number from ${min} to ${max}`);
    return value;
  };
}

/** Any text within lengths. */
export function text(min = 1, max = 4096): VariableParser<string> {
  return (value) => {
    if (value.length < min || value.length > max) throw new Error(`must have ${min} to ${max} characters`);
    return value;
  };
}

export function flag(): VariableParser<boolean> {
  return (value) => value === 'true' || (value !== 'false' && fail('must be true or false'));
}

export function oneOf<const T extends string>(words: readonly T[]): VariableParser<T> {
  return (value) => words.find((word) => word === value) ?? fail(`must be one of ${words.join(', ')}`);
}

/** A comma-separated list of the words, each once; at least one. */
export function someOf<const T extends string>(words: readonly T[]): VariableParser<readonly T[]> {
  return (value) => {
    const chosen = split(value).map((item) => words.find((word) => word === item));
    if (chosen.length === 0 || chosen.includes(undefined)) fail(`must be one or more of ${words.join(', ')}, with commas between`);
    return words.filter((word) => chosen.includes(word));
  };
}

/** A URL of one of the schemes that names a host. */
export function url(...schemes: readonly string[]): VariableParser<string> {
  return (value) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    if (!parsed?.hostname || !schemes.includes(parsed.protocol.slice(0, -1)))
      fail(`must be a URL that begins with ${schemes.map((s) => `${s}://`).join(' or ')}`);
    return value;
  };
}

/** The bare address of a mailbox, such as izin@dinas.example. */
export function mailAddress(): VariableParser<string> {
  return (value) => (/^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/.test(value) ? value : fail('must be an address such as izin@dinas.example'));
}

/** A host with its port, as host or host:port. */
export function hostAndPort(preset: number): VariableParser<{ readonly host: string; readonly port: number }> {
  return (value) => {
    const [, host, port = String(preset)] = /^(\[[0-9a-fA-F:.]+\]|[^:\s/]+)(?::(\d{1,5}))?$/.exec(value) ?? [];
    if (!host || Number(port) < 1 || Number(port) > 65_535) fail('must be a host or host:port, such as 127.0.0.1:3310');
    return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
  };
}

/** A comma-separated list of web origins, such as https://front.example. */
export function origins(): VariableParser<readonly string[]> {
  return (value) =>
    split(value).map((item) =>
      URL.canParse(item) && /^https?:/.test(item) && new URL(item).origin === item
        ? item
        : fail('must be origins such as https://front.example, with commas between'),
    );
}

/** A comma-separated list of hosts, each with its port where that is not the usual one, or all below one, as *.oss.go.id. */
export function hosts(): VariableParser<readonly string[]> {
  return (value) =>
    split(value).map((item) =>
      /^(\*\.)?[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:\d{1,5})?$/.test(item)
        ? item
        : fail('must be hosts in small letters such as files.oss.go.id or *.oss.go.id, with commas between'),
    );
}

/** A JSON object of texts, such as {"checkNIB":"cek-nib"}. */
export function textMap(): VariableParser<Readonly<Record<string, string>>> {
  return (value) => {
    const entries = Object.entries(parsedObject(value));
    if (!entries.every(([, item]) => typeof item === 'string' && item.length > 0 && !/[\r\n\0]/.test(item)))
      fail('must be a JSON object whose values are texts of one line');
    return Object.freeze(Object.fromEntries(entries) as Record<string, string>);
  };
}

function parsedObject(value: string): object {
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // Said below, without the value.
  }
  return fail('must be a JSON object such as {"name":"text"}');
}

/** The name of an HTTP header. */
export function headerName(): VariableParser<string> {
  return (value) => (/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/.test(value) ? value : fail('must be the name of an HTTP header'));
}

/** A comma-separated list of addresses and networks, such as 10.0.0.0/8. */
export function addresses(): VariableParser<readonly string[]> {
  return (value) =>
    split(value).map((item) => {
      const [address = '', bits, ...more] = item.split('/');
      const version = isIP(address);
      const fits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
      return version > 0 && fits && more.length === 0
        ? item
        : fail('must be addresses or networks such as 10.0.0.0/8, with commas between');
    });
}

/** So many within so long. */
export interface Rate {
  readonly count: number;
  readonly windowMs: number;
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A rate such as 60/m; null for `off`. */
export function rate(): VariableParser<Rate | null> {
  return (value) => {
    if (value === 'off') return null;
    const [, count = '0', unit = ''] = /^([1-9]\d{0,8})\/([smhd])$/.exec(value) ?? [];
    return UNITS[unit] ? { count: Number(count), windowMs: UNITS[unit] } : fail('must be a rate such as 60/m (s, m, h or d), or off');
  };
}

/** The way to a claim: names with dots between. */
export function path(): VariableParser<readonly string[]> {
  return (value) =>
    /^[^.\s]+(\.[^.\s]+)*$/.test(value) && value.length <= 300 ? value.split('.') : fail('must be a path such as org.code');
}

/** Pairs such as a=x,b=y. */
export function mapping(): VariableParser<ReadonlyMap<string, string>> {
  return (value) =>
    new Map(
      split(value).map((pair) => {
        const [, from, to] = /^([^=]+)=([^=]+)$/.exec(pair) ?? [];
        return from && to ? [from.trim(), to.trim()] : fail('must be pairs such as a=x,b=y');
      }),
    );
}

/** Names with commas between. */
export function names(): VariableParser<readonly string[]> {
  return (value) =>
    split(value).map((item) => (/^\S{1,200}$/.test(item) ? item : fail('must be names without blanks, with commas between')));
}

/** The code of an agency. */
export function namedAgency(): VariableParser<string> {
  return (value) => (/^[a-z0-9][a-z0-9-]{0,99}$/.test(value) ? value : fail('must be the code of an agency'));
}

function split(value: string): string[] {
  return value === '' ? [] : value.split(',').map((item) => item.trim());
}

function fail(why: string): never {
  throw new Error(why);
}
