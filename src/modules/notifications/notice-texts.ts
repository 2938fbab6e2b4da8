import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { SopProblems } from '../../workflow/sop-folder.js';
import { CASELESS_KINDS, isCaseless, KINDS, NOTICE_KINDS, type AnyKind } from './notice-kinds.js';
import type { NoticeLanguage } from './notice-values.js';
import { parseTemplate, renderTemplate, type TemplateNode, type TemplateValues } from '../../kernel/template.js';

const LANGUAGES = ['id', 'en'] as const satisfies readonly NoticeLanguage[];
/** The texts that are shipped: an installation with SOPs of its own need not write them again. */
const SHIPPED = join(import.meta.dirname, '../../../sop/texts');

/** `subject` is the heading, `body` the mail, `short` the text in the application and in messages to telephones. */
const PARTS = ['subject', 'body', 'short'] as const;
type Part = (typeof PARTS)[number];
type Text = Readonly<Partial<Record<Part, readonly TemplateNode[]>>>;

/** The texts of notices, in both languages, as files in `sop/texts/`: read and checked at start. */
@Injectable()
export class NoticeTexts implements OnModuleInit {
  private readonly texts = new Map<string, Text>();

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Throws SopProblems with everything that is wrong. */
  onModuleInit(): void {
    const own = join(this.config.sopDir, 'texts');
    const problems = existsSync(own) ? strangers(own) : [];
    for (const kind of KINDS) {
      const folder = existsSync(join(own, `${kind}.yaml`)) ? own : SHIPPED;
      problems.push(...this.read(folder, kind).map((problem) => `texts/${kind}.yaml: ${problem}`));
    }
    if (problems.length > 0) throw new SopProblems(problems);
  }

  render(kind: AnyKind, language: NoticeLanguage, part: Part, values: TemplateValues): string {
    const text = renderTemplate(this.texts.get(`${kind} ${language}`)?.[part] ?? [], values);
    return text.replace(/[ \t]+$/gm, '').replace(/\n{3,}/g, '\n\n').trim(); // prettier-ignore
  }

  private read(folder: string, kind: AnyKind): string[] {
    let file: unknown;
    try {
      file = parse(readFileSync(join(folder, `${kind}.yaml`), 'utf8'));
    } catch (error) {
      return [`cannot be read: ${(error as Error).message.split('\n')[0]}`];
    }
    const problems: string[] = [];
    for (const language of LANGUAGES) {
      const written = member(file, language);
      if (written === undefined) problems.push(`${language}: is missing`);
      else
        this.texts.set(
          `${kind} ${language}`,
          readText(kind, written, (part, why) => problems.push(`${language}.${part}: ${why}`)),
        );
    }
    return problems;
  }
}

function readText(kind: AnyKind, written: unknown, wrong: (part: Part, why: string) => void): Text {
  const { placeholders } = isCaseless(kind) ? CASELESS_KINDS[kind] : NOTICE_KINDS[kind];
  const text: Partial<Record<Part, readonly TemplateNode[]>> = {};
  for (const part of PARTS) {
    const value = member(written, part);
    if (value === undefined && !isNeeded(kind, part)) continue;
    if (typeof value !== 'string' || value.trim() === '') {
      wrong(part, 'is missing');
      continue;
    }
    try {
      text[part] = parseTemplate(value, placeholders);
    } catch (error) {
      wrong(part, (error as Error).message);
    }
  }
  return text;
}

/** Officials get no mail about cases, and codes are sent by mail only. */
function isNeeded(kind: AnyKind, part: Part): boolean {
  if (part === 'body') return isCaseless(kind) || NOTICE_KINDS[kind].toApplicant;
  return part === 'subject' || !isCaseless(kind) || CASELESS_KINDS[kind].short;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** Files that no kind of notice asks for: a misspelt name would otherwise do nothing without a word. */
function strangers(folder: string): string[] {
  const known = new Set(KINDS.map((kind) => `${kind}.yaml`));
  return readdirSync(folder)
    .filter((name) => !known.has(name))
    .map((name) => `texts/${name}: there is no such notice; there are: ${KINDS.join(', ')}`);
}
