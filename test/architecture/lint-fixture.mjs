/** Lints a fixture as if it stood in each of the files named by the further arguments, and prints what was refused, as JSON. */
import { ESLint } from 'eslint';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import tseslint from 'typescript-eslint';

const [, , fixture, ...names] = process.argv;
const root = join(import.meta.dirname, '../..');
const code = readFileSync(fixture, 'utf8');
// The files do not exist, so rules that need their types cannot run; those under test need none.
const eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });
const refused = {};
for (const name of names) {
  const [result] = await eslint.lintText(code, { filePath: join(root, name) });
  refused[name] = result.messages.map(({ ruleId, line }) => ({ ruleId, line }));
}
console.log(JSON.stringify(refused));
