import type { Variable } from './variable.js';
import { VARIABLES } from './variables.js';

const WIDTH = 100;

/** The text of `.env.example`: every variable with its meaning and preset, nothing switched on. */
export function envExample(): string {
  const head =
    '# Every setting of the service, with its preset. Generated: edit src/platform/config/variables.ts, then npm run env:write.\n';
  const blocks = Object.values<Variable<unknown>>(VARIABLES).map(({ name, about, preset }) => {
    const value = typeof preset === 'function' ? preset({}) : (preset ?? '');
    return `\n${wrap(about)}# ${name}=${value}\n`;
  });
  return head + blocks.join('');
}

function wrap(about: string): string {
  const lines = [''];
  for (const word of about.split(' ')) {
    const line = lines[lines.length - 1] ?? '';
    if (line.length + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines.map((line) => `# ${line}\n`).join('');
}
