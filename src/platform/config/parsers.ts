/** Reads a variable's text; throws an Error whose message says what it must be, and never quotes the value: it may be a secret. */
export type Parser<T> = (text: string) => T;

/** A whole number within bounds, in decimal digits only. */
export function integer(min: number, max: number): Parser<number> {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (!(value >= min && value <= max)) throw new Error(`must be a whole number from ${min} to ${max}`);
    return value;
  };
}

/** Any text within lengths. */
export function text(min = 1, max = 4096): Parser<string> {
  return (value) => {
    if (value.length < min || value.length > max) throw new Error(`must have ${min} to ${max} characters`);
    return value;
  };
}

export function flag(): Parser<boolean> {
  return (value) => value === 'true' || (value !== 'false' && fail('must be true or false'));
}

export function oneOf<const T extends string>(words: readonly T[]): Parser<T> {
  return (value) => words.find((word) => word === value) ?? fail(`must be one of ${words.join(', ')}`);
}

/** A comma-separated list of the words, each once; at least one. */
export function someOf<const T extends string>(words: readonly T[]): Parser<readonly T[]> {
  return (value) => {
    const chosen = split(value).map((item) => words.find((word) => word === item));
    if (chosen.length === 0 || chosen.includes(undefined)) fail(`must be one or more of ${words.join(', ')}, with commas between`);
    return words.filter((word) => chosen.includes(word));
  };
}

/** A URL of one of the schemes that names a host. */
export function url(...schemes: readonly string[]): Parser<string> {
  return (value) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    if (!parsed?.hostname || !schemes.includes(parsed.protocol.slice(0, -1)))
      fail(`must be a URL that begins with ${schemes.map((s) => `${s}://`).join(' or ')}`);
    return value;
  };
}

/** The bare address of a mailbox, such as izin@dinas.example. */
export function mailAddress(): Parser<string> {
  return (value) => (/^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/.test(value) ? value : fail('must be an address such as izin@dinas.example'));
}

/** A host with its port, as host or host:port. */
export function hostAndPort(preset: number): Parser<{ readonly host: string; readonly port: number }> {
  return (value) => {
    const [, host, port = String(preset)] = /^(\[[0-9a-fA-F:.]+\]|[^:\s/]+)(?::(\d{1,5}))?$/.exec(value) ?? [];
    if (!host || Number(port) < 1 || Number(port) > 65_535) fail('must be a host or host:port, such as 127.0.0.1:3310');
    return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
  };
}

/** A comma-separated list of web origins, such as https://front.example. */
export function origins(): Parser<readonly string[]> {
  return (value) =>
    split(value).map((item) =>
      URL.canParse(item) && /^https?:/.test(item) && new URL(item).origin === item
        ? item
        : fail('must be origins such as https://front.example, with commas between'),
    );
}

function split(value: string): string[] {
  return value === '' ? [] : value.split(',').map((item) => item.trim());
}

function fail(why: string): never {
  throw new Error(why);
}
