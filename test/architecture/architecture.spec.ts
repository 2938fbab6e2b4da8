import { jest } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// Linter and import checker start from cold, on a machine that may be busy with other tests.
jest.setTimeout(120_000);

const root = process.cwd();
const fixtures = join(root, 'test/architecture/fixtures');

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

/** The broken rules, each with the file that breaks it. */
function violations(dir: string): string[] {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const { stdout } = spawnSync(
    process.execPath,
    [program, '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', 'src'],
    {
      cwd: dir,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[]; totalCruised: number } };
  expect(summary.totalCruised).toBeGreaterThan(20);
  return [...new Set(summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`))].sort();
}

const IMPURE = join(fixtures, 'src/sop/impure.ts');

/** For each file name: the lines of the impure fixture that the linter refuses there. */
function refusedLines(names: readonly string[]): Record<string, number[]> {
  const script = join(root, 'test/architecture/lint-fixture.mjs');
  const found = execFileSync(process.execPath, [script, IMPURE, ...names], { encoding: 'utf8' });
  const refused = Object.entries(JSON.parse(found) as Record<string, { ruleId: string; line: number }[]>);
  const purity = ({ ruleId }: { ruleId: string }) => ruleId.startsWith('no-restricted-');
  return Object.fromEntries(refused.map(([name, messages]) => [name, [...new Set(messages.filter(purity).map(({ line }) => line))]]));
}

const marked = readFileSync(IMPURE, 'utf8')
  .split('\n')
  .flatMap((line, index) => (line.endsWith('// refused') ? [index + 1] : []));

describe('the house', () => {
  test('keeps to its floors', () => {
    expect(violations(root)).toEqual([]);
  });

  test('has rules that fire, each where it should and nowhere else', () => {
    expect(violations(fixtures)).toEqual([
      'doors-are-thin: src/modules/alpha/fat.controller.ts',
      'doors-are-thin: src/modules/alpha/fat.resolver.ts',
      'kernel-ids-are-random: src/kernel/ids.ts',
      'kernel-is-pure: src/kernel/imports-npm.ts',
      'kernel-is-pure: src/kernel/reads-files.ts',
      'modules-look-down: src/modules/alpha/imports-top.ts',
      'no-circular: src/platform/circle-one.ts',
      'no-sideways-modules: src/modules/beta/imports-alpha.ts',
      'no-unresolvable: src/platform/imports-nothing.ts',
      'nobody-builds-on-the-simulator: src/plays-oss.ts',
      'only-the-top-knows-modules: src/knows-modules.ts',
      'oss-simulator-is-another-program: src/oss-simulator/imports-platform.ts',
      'oss-wire-is-pure: src/modules/oss/wire/reads-files.ts',
      'platform-is-permit-blind: src/platform/imports-sop.ts',
      'pure-tests-are-small: src/kernel/testing/greedy.ts',
      'sop-is-pure: src/sop/imports-npm.ts',
      'sop-is-pure: src/sop/imports-platform.ts',
      'test-helpers-stay-in-tests: src/platform/imports-helper.ts',
      'tests-stay-outside: src/platform/imports-test.ts',
      'workflow-looks-down: src/workflow/imports-module.ts',
    ]);
  });

  test('keeps clock, chance and the world out of the pure floors', () => {
    const pure = ['src/sop/example.ts', 'src/kernel/example.ts', 'src/sop/deep/er/example.ts'];
    const free = ['src/platform/example.ts', 'src/sop/example.spec.ts', 'src/sop/testing/example.ts', 'src/kernel/clock.ts'];
    expect(marked.length).toBeGreaterThan(5);
    expect(refusedLines([...pure, ...free])).toEqual(
      Object.fromEntries([...pure.map((name) => [name, marked]), ...free.map((name) => [name, []])]),
    );
  });
});
