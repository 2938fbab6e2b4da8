// What the build needs beside its code. The GraphQL page is served from dist, so that a production install needs neither React nor the
// IDE's packages.
import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const from = (name, file) => join(dirname(require.resolve(`${name}/package.json`)), file);
const dist = join(import.meta.dirname, '../dist');
const to = join(dist, 'public/graphiql');

mkdirSync(to, { recursive: true });
copyFileSync(from('react', 'umd/react.production.min.js'), join(to, 'react.js'));
copyFileSync(from('react-dom', 'umd/react-dom.production.min.js'), join(to, 'react-dom.js'));
copyFileSync(from('graphiql', 'graphiql.min.js'), join(to, 'graphiql.js'));
copyFileSync(from('graphiql', 'graphiql.min.css'), join(to, 'graphiql.css'));
const passwords = 'modules/identity/common-passwords.txt';
copyFileSync(join(dist, '../src', passwords), join(dist, passwords));
