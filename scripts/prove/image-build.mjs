/** Carries out a Dockerfile in folders: a folder per stage, with the paths of the image below it. Knows the instructions that ours uses. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

/** The paths that steps write to; in a command they stand for the same paths below the stage's folder. */
const IMAGE_PATHS = /(?<![\w.-])\/(app|data)(?![\w-])/g;

/**
 * Returns the last stage: its folder, settings, command, and where a path of the image is stored.
 * @param context the folder that the files come from, filtered by .dockerignore
 * @param user who "node" of the base image is here
 */
export function buildImage({ context, folder, user }) {
  const stages = new Map();
  const taken = allowed(context);
  let stage;
  for (const [instruction, text] of instructions(readFileSync(join(context, 'Dockerfile'), 'utf8'))) {
    if (instruction === 'FROM') {
      const name = / as (\S+)$/i.exec(text)?.[1] ?? 'last';
      stage = newStage(join(folder, name));
      stages.set(name, stage);
    } else {
      step(instruction, text, { stage, stages, context, taken, user });
    }
  }
  return stage;
}

function newStage(folder) {
  mkdirSync(folder, { recursive: true });
  const path = (name) => (name.startsWith('/') ? join(folder, name) : join(folder, stage.workdir, name));
  const stage = { folder, path, workdir: '/', env: {}, command: [] };
  return stage;
}

function step(instruction, text, { stage, stages, context, taken, user }) {
  const mapped = (value) => value.replace(IMAGE_PATHS, (found) => stage.path(found));
  switch (instruction) {
    case 'WORKDIR':
      stage.workdir = text;
      return mkdirSync(stage.path(text), { recursive: true });
    case 'ENV':
      for (const pair of text.split(/\s+/)) {
        const [name, ...value] = pair.split('=');
        stage.env[name] = mapped(value.join('='));
      }
      return undefined;
    case 'RUN': {
      const command = mapped(text).replaceAll('node:node', `${user.uid}:${user.gid}`);
      console.log(`RUN ${command}`);
      const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...registryOf(process.env), ...stage.env };
      return execFileSync('sh', ['-c', command], { cwd: stage.path(stage.workdir), env, stdio: 'inherit' });
    }
    case 'COPY': {
      const words = text.split(/\s+/);
      const from = words[0].startsWith('--from=') ? stages.get(words.shift().slice('--from='.length)) : undefined;
      const to = words.pop();
      for (const source of words) copy({ source, to, stage, from, context, taken });
      return undefined;
    }
    case 'CMD':
      stage.command = JSON.parse(text);
      return undefined;
    case 'USER':
    case 'VOLUME':
    case 'EXPOSE':
    case 'HEALTHCHECK':
    case 'LABEL':
    case 'ARG':
      return undefined;
    default:
      throw new Error(`The Dockerfile has an instruction that is not known here: ${instruction}`);
  }
}

function copy({ source, to, stage, from, context, taken }) {
  const origin = from ? from.path(source) : join(context, source);
  if (!existsSync(origin)) throw new Error(`COPY ${source}: there is no such file`);
  if (!from && !taken(source)) throw new Error(`COPY ${source}: .dockerignore leaves it out`);
  const target = statSync(origin).isDirectory() || !/\/$|^\.$/.test(to) ? stage.path(to) : stage.path(join(to, basename(source)));
  const filter = from ? undefined : (path) => taken(relative(context, path));
  cpSync(origin, target, { recursive: true, verbatimSymlinks: true, ...(filter && { filter }) });
}

/** What .dockerignore lets into the context: ours ends everything, takes back some names at the top, and leaves out one pattern. */
function allowed(context) {
  const lines = readFileSync(join(context, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
  const [all, ...rest] = lines;
  if (all !== '*') throw new Error('.dockerignore is expected to begin with *');
  const names = new Set(rest.filter((line) => line.startsWith('!')).map((line) => line.slice(1)));
  const suffixes = rest.filter((line) => line.startsWith('**/*')).map((line) => line.slice('**/*'.length));
  if (names.size + suffixes.length !== rest.length) throw new Error('.dockerignore has a form that is not known here');
  return (path) => names.has(path.split('/')[0]) && !suffixes.some((suffix) => path.endsWith(suffix));
}

/** Instructions with their texts; lines that end with a backslash are joined. */
function* instructions(text) {
  const lines = text.replace(/\\\n\s*/g, '').split('\n');
  for (const line of lines) {
    if (line === '' || line.startsWith('#')) continue;
    const [, instruction, rest] = /^(\S+)\s+(.*)$/.exec(line);
    yield [instruction.toUpperCase(), rest];
  }
}

/** How npm reaches its registry is a matter of the machine, as it would be of a container's build. */
function registryOf(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => /^npm_config_|_proxy$|_PROXY$|^NODE_EXTRA_CA_CERTS$/.test(name)));
}
