// What a build needs beside its code; it lies in the folder that is named, or in dist. The GraphQL page is served from there, so that a
// production install needs neither React nor the IDE's packages.
import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const require = createRequire(import.meta.url);
const from = (name, file) => join(dirname(require.resolve(`${name}/package.json`)), file);
const root = join(import.meta.dirname, '..');
const built = resolve(root, process.argv[2] ?? 'dist');
const to = join(built, 'public/graphiql');

mkdirSync(to, { recursive: true });
copyFileSync(from('react', 'umd/react.production.min.js'), join(to, 'react.js'));
copyFileSync(from('react-dom', 'umd/react-dom.production.min.js'), join(to, 'react-dom.js'));
copyFileSync(from('graphiql', 'graphiql.min.js'), join(to, 'graphiql.js'));
copyFileSync(from('graphiql', 'graphiql.min.css'), join(to, 'graphiql.css'));
const passwords = 'modules/identity/common-passwords.txt';
copyFileSync(join(root, 'src', passwords), join(built, passwords));
