import type { VariableParser } from './parsers.js';

/** One environment variable. */
export interface Variable<T> {
  readonly name: string;
  readonly about: string;
  readonly parse: VariableParser<T>;
  /** In the words of the environment; absent: there is no value unless it is set. */
  readonly preset?: Preset;
}

export type Environment = Readonly<Record<string, string | undefined>>;

type Preset = string | ((env: Environment) => string);

export function given<T>(name: string, preset: Preset, parse: VariableParser<T>, about: string): Variable<T> {
  return { name, preset, parse, about };
}

export function optional<T>(name: string, parse: VariableParser<T>, about: string): Variable<T | undefined> {
  return { name, parse, about };
}
