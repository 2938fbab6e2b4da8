import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS_OF_PAPER, papersOf, placeholdersOf, type PaperKind } from '../../sop/papers/paper-kinds.js';
import { checkPaperTemplate, parsePaperTemplate, type PaperTemplate } from '../../sop/papers/paper-template.js';
import { Problems, type SopProblem } from '../../sop/problem.js';
import type { SopDefinition } from '../../sop/sop-definition.js';
import { readYaml } from '../../workflow/yaml-file.js';
import type { Locate } from '../../workflow/yaml-position.js';
import type { PaperTexts } from './paper-text.entity.js';

/** The templates that are shipped: an installation with SOPs of its own need not write them again. */
const SHIPPED = join(import.meta.dirname, '../../../sop/papers');
const LARGEST = 256 * 1024;

interface TemplateFile {
  readonly file: string;
  readonly locate: Locate;
  readonly template: PaperTemplate | null;
}

/** Reads the templates of papers: those of a service before those of its agency, and these before the general ones. */
export class PaperTemplates {
  readonly problems: string[] = [];
  private readonly files = new Map<string, TemplateFile>();
  private readonly own: string;

  constructor(sopDir: string) {
    this.own = join(sopDir, 'papers');
  }

  /** The templates of every paper that the steps of a service lead to; whatever is wrong with them is told. */
  of(definition: SopDefinition): PaperTexts {
    const texts: Partial<Record<PaperKind, PaperTemplate>> = {};
    for (const kind of papersOf(definition)) {
      const { file, locate, template } = this.find(definition, kind);
      if (!template) continue;
      texts[kind] = template;
      const problems = new Problems();
      checkPaperTemplate(template, placeholdersOf(kind, definition), problems);
      this.tell(file, locate, problems.list, ` (${definition.code})`);
    }
    return texts;
  }

  /** Files and folders that nobody asks for: a misspelt name would otherwise do nothing without a word. */
  strangers(definitions: readonly SopDefinition[]): void {
    if (!existsSync(this.own)) return;
    const folders = new Set(definitions.flatMap(({ code, agency }) => [code, agency]));
    for (const entry of readdirSync(this.own, { withFileTypes: true })) {
      if (!entry.isDirectory()) this.stranger(entry.name, KINDS_OF_PAPER);
      else if (!folders.has(entry.name))
        this.add(`papers/${entry.name}: there is no such service or agency; there are: ${[...folders].join(', ')}`);
      else {
        const kinds = definitions.filter(({ code, agency }) => [code, agency].includes(entry.name)).flatMap(papersOf);
        for (const name of readdirSync(join(this.own, entry.name))) this.stranger(join(entry.name, name), kinds);
      }
    }
  }

  private stranger(name: string, kinds: readonly PaperKind[]): void {
    const kind = name
      .split('/')
      .at(-1)!
      .replace(/\.yaml$/, '');
    if (name.endsWith('.yaml') && (kinds as readonly string[]).includes(kind)) return;
    this.add(`papers/${name}: there is no such paper here; there are: ${[...new Set(kinds)].map((each) => `${each}.yaml`).join(', ')}`);
  }

  private find({ code, agency }: SopDefinition, kind: PaperKind): TemplateFile {
    const places = [join(this.own, code), join(this.own, agency), this.own].map((folder) => join(folder, `${kind}.yaml`));
    return this.read(places.find((path) => existsSync(path)) ?? join(SHIPPED, `${kind}.yaml`));
  }

  private read(path: string): TemplateFile {
    let read = this.files.get(path);
    if (!read) this.files.set(path, (read = this.open(path)));
    return read;
  }

  private open(path: string): TemplateFile {
    const file = join('papers', path.startsWith(this.own) ? path.slice(this.own.length + 1) : path.slice(SHIPPED.length + 1));
    const read = readYaml(path, file, LARGEST, (problem) => this.add(problem));
    if (!read) return { file, locate: () => '1:1', template: null };
    const { locate } = read;
    const parsed = parsePaperTemplate(read.data);
    if (!parsed.ok) this.tell(file, locate, parsed.problems);
    return { file, locate, template: parsed.ok ? parsed.value : null };
  }

  private tell(file: string, locate: Locate, found: readonly SopProblem[], about = ''): void {
    for (const problem of found) this.add(`${file}:${locate(problem)}: ${problem.path}: ${problem.detail}${about}`);
  }

  private add(problem: string): void {
    if (!this.problems.includes(problem)) this.problems.push(problem);
  }
}
