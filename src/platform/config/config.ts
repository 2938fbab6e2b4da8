import { StartProblem } from './start-problem.js';
import { refusedTogether } from './together.js';
import type { Environment, Variable } from './variable.js';
import { VARIABLES } from './variables.js';

type Table = typeof VARIABLES;

/** The settings of one process, complete and checked; nothing else reads the environment. */
export type Config = { readonly [K in keyof Table]: Table[K] extends Variable<infer T> ? T : never };

/** Injection token of the `Config`. */
export const CONFIG = Symbol('Config');

/** All that is wrong with the environment: names and reasons, never values. */
export class ConfigProblems extends StartProblem {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigProblems';
  }
}

/** Reads the settings, or throws `ConfigProblems`. An empty variable counts as not set. */
export function readConfig(env: Environment): Config {
  const problems: string[] = [];
  const entries = Object.entries<Variable<unknown>>(VARIABLES).map(([key, variable]) => {
    try {
      return [key, valueOf(variable, env)];
    } catch (error) {
      problems.push(`${variable.name} ${(error as Error).message}`);
      return [key, undefined];
    }
  });
  const config = Object.fromEntries(entries) as Config;
  if (problems.length === 0) problems.push(...refusedTogether(config));
  if (problems.length > 0) throw new ConfigProblems(problems);
  return Object.freeze(config);
}

function valueOf({ name, preset, parse }: Variable<unknown>, env: Environment): unknown {
  const text = env[name]?.trim() || (typeof preset === 'function' ? preset(env) : preset);
  if (text === undefined) return undefined;
  const value = parse(text);
  return Array.isArray(value) ? Object.freeze(value) : value;
}
