import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkDefinition } from '../sop/check-definition.js';
import { exceptionProblems } from '../sop/check-separation.js';
import { parseAgency } from '../sop/parse-agency.js';
import { parseDefinition } from '../sop/parse-definition.js';
import type { ParseResult, SopProblem } from '../sop/problem.js';
import type { ActivityDeclaration, Agency, SopDefinition } from '../sop/sop-definition.js';
import { readYaml, type YamlFile } from './yaml-file.js';

const LARGEST = 1024 * 1024;

/** A definition with the file it came from; the hash of the file's bytes is its version. */
export interface DefinitionFile {
  readonly definition: SopDefinition;
  readonly sha256: string;
  readonly file: string;
  readonly source: string;
}

/** What lies in a folder of definitions, and everything that is wrong there. */
export interface DefinitionFiles {
  readonly agencies: readonly Agency[];
  readonly definitions: readonly DefinitionFile[];
  /** Each as `file:line:column: path: sentence`. */
  readonly problems: readonly string[];
}

interface ReadFile extends YamlFile {
  readonly file: string;
  readonly sha256: string;
}

/** Reads `agencies/*.yaml` and `*.yaml` below a folder and checks them against the activities. Never throws for bad content. */
export function readDefinitionFiles(folder: string, activities: readonly ActivityDeclaration[]): DefinitionFiles {
  const problems: string[] = [];
  const tell = ({ file, locate }: ReadFile, found: readonly SopProblem[]) =>
    problems.push(...found.map((each) => `${file}:${locate(each)}: ${each.path}: ${each.detail}`));
  const read = <T>(below: string, parse: (data: unknown) => ParseResult<T>) =>
    yamlFiles(folder, below, problems).flatMap((file) => {
      const parsed = parse(file.data);
      if (!parsed.ok) tell(file, parsed.problems);
      return parsed.ok ? [{ file, value: parsed.value }] : [];
    });

  const agencies = read('agencies', parseAgency);
  const vocabulary = { activities, agencies: agencies.map((each) => each.value) };
  const definitions = read('', (data) => parseDefinition(data, vocabulary));
  for (const { file, value } of definitions) tell(file, checkDefinition(value, vocabulary));
  problems.push(...twice(agencies.map(({ file, value }) => [file.file, `the agency "${value.code}"`])));
  problems.push(...twice(definitions.map(({ file, value }) => [file.file, `the service "${value.code}" of "${value.agency}"`])));
  problems.push(
    ...twice(
      definitions.flatMap(({ file, value }) =>
        (value.oss?.kdIzin ?? []).map((code) => [file.file, `the kd_izin "${code}" of "${value.agency}"`] as const),
      ),
    ),
  );
  for (const { file, value } of agencies) {
    const own = definitions.filter((each) => each.value.agency === value.code).map((each) => each.value);
    tell(file, exceptionProblems(value, own));
  }
  return {
    agencies: vocabulary.agencies,
    definitions: definitions.map(({ file: { file, sha256, source }, value }) => ({ definition: value, sha256, file, source })),
    problems,
  };
}

function twice(named: readonly (readonly [file: string, name: string])[]): string[] {
  const first = new Map<string, string>();
  return named.flatMap(([file, name]) => {
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, file);
    return earlier === undefined ? [] : [`${file}: ${name} is already defined in ${earlier}.`];
  });
}

function yamlFiles(folder: string, below: string, problems: string[]): ReadFile[] {
  let names: string[];
  try {
    names = readdirSync(join(folder, below)).sort();
  } catch (error) {
    problems.push(`${below || '.'}: the folder cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`);
    return [];
  }
  // A file that is quietly left out because of its ending would be a service that is quietly missing.
  for (const name of names)
    if (name.endsWith('.yml')) problems.push(`${join(below, name)}: rename it to end in .yaml, so that it is read.`);
  return names
    .filter((name) => name.endsWith('.yaml') && !name.startsWith('.'))
    .flatMap((name) => yamlFile(folder, join(below, name), problems) ?? []);
}

function yamlFile(folder: string, file: string, problems: string[]): ReadFile | undefined {
  const read = readYaml(join(folder, file), file, LARGEST, (problem) => problems.push(problem));
  return read && { ...read, file, sha256: createHash('sha256').update(read.bytes).digest('hex') };
}
