/** Replaces a source file, or the entry of a framework, by a module that passes on what Node has loaded (see `environment.mjs`). */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { initSync, parse } from 'es-module-lexer';

initSync();
const require = createRequire(import.meta.url);
/** Count it up when the form of the modules written here changes. */
const VERSION = 3;
const root = join(import.meta.dirname, '../..');

/** The file that Node loads in place of this one. */
function nativeFile(path) {
  const inside = relative(join(root, 'src'), path);
  if (inside.startsWith('..')) return path;
  const built = join(root, 'dist', inside.replace(/\.ts$/, '.js'));
  if (!existsSync(built)) throw new Error(`${inside} is not built: npm run build`);
  return built;
}

function esModule(path) {
  const file = nativeFile(path);
  const exported = file === path ? Object.keys(require(path)) : parse(readFileSync(file, 'utf8'))[1].map(({ n }) => n);
  const lines = exported.map((name, index) => `const e${index} = native[${JSON.stringify(name)}];`);
  const names = exported.map((name, index) => `e${index} as ${name}`);
  return [
    `const native = await globalThis.nativeImport(${JSON.stringify(pathToFileURL(file).href)});`,
    ...lines,
    `export { ${names.join(', ')} };`,
  ].join('\n');
}

export default {
  // The names that a module exports follow from its source; VERSION from what is written here.
  getCacheKey(text, path, { supportsStaticESM }) {
    return createHash('sha256')
      .update(JSON.stringify([VERSION, root, path, text, supportsStaticESM]))
      .digest('hex');
  },
  process(text, path, { supportsStaticESM }) {
    if (supportsStaticESM) return { code: esModule(path) };
    // Jest's own global set-up loads packages through this transform as well, outside of an environment.
    const native = `module.exports = globalThis.nativeRequire(${JSON.stringify(nativeFile(path))});`;
    return { code: `if (globalThis.nativeRequire) ${native}\nelse {\n${text}\n}` };
  },
};
