import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inputInvalid } from '../../platform/api/problem.js';
import type { Language } from '../../platform/api/request-context.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import type { ConsentGiven } from '../../sop/case-events.js';
import { SopProblems } from '../../workflow/sop-folder.js';
import { readYaml } from '../../workflow/yaml-file.js';
import type { ConsentView } from './consent.view.js';

const FILE = 'consents/personal-data.yaml';
/** The text that is shipped: an installation with SOPs of its own need not write it again. */
const SHIPPED = join(import.meta.dirname, '../../../sop');
const LARGEST = 100_000;
const LANGUAGES = ['id', 'en'] as const satisfies readonly Language[];

interface ConsentFile {
  readonly version: string;
  readonly id: { readonly title: string; readonly text: string };
  readonly en: { readonly title: string; readonly text: string };
}

/** The text that applicants consent to, with its version: read and checked at start. */
@Injectable()
export class Consent implements OnModuleInit {
  private file: ConsentFile;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Throws SopProblems with everything that is wrong. */
  onModuleInit(): void {
    const folder = existsSync(join(this.config.sopDir, FILE)) ? this.config.sopDir : SHIPPED;
    const problems: string[] = [];
    const read = readYaml(join(folder, FILE), FILE, LARGEST, (problem) => problems.push(problem));
    if (read) problems.push(...problemsOf(read.data));
    if (problems.length > 0) throw new SopProblems(problems);
    this.file = read!.data as ConsentFile;
  }

  /** The present text, as a reader prefers it. */
  shown(language: Language): ConsentView {
    const { version } = this.file;
    return { version, language, ...this.file[language], required: this.config.consentRequired };
  }

  /** What is kept of a consent that was given, by its version; refused where another one is in force, or where it is missing and required. */
  given(version: string | undefined, now: Date): ConsentGiven | undefined {
    if (version === undefined) {
      if (this.config.consentRequired) throw inputInvalid({}, [{ pointer: '/consent', detail: MISSING }]);
      return undefined;
    }
    if (version !== this.file.version) throw inputInvalid({}, [{ pointer: '/consent', detail: outdated(this.file.version) }]);
    return { version, at: now.toISOString() };
  }
}

const MISSING = {
  id: 'Permohonan memerlukan persetujuan pemrosesan data pribadi; teksnya di GET /v1/consent.',
  en: 'An application needs the consent to the processing of personal data; its text is at GET /v1/consent.',
};

const outdated = (version: string) => ({
  id: `Yang berlaku adalah teks persetujuan versi ${version} (GET /v1/consent).`,
  en: `The text of consent that is in force is version ${version} (GET /v1/consent).`,
});

function problemsOf(data: unknown): string[] {
  const texts = typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
  const problems: string[] = [];
  if (typeof texts['version'] !== 'string' || !/^[\w.-]{1,50}$/.test(texts['version']))
    problems.push(`${FILE}: version: must be a text of letters, digits, dots and dashes`);
  for (const language of LANGUAGES) {
    const { title, text } = (texts[language] ?? {}) as Record<string, unknown>;
    for (const [name, value] of Object.entries({ title, text }))
      if (typeof value !== 'string' || value.trim() === '') problems.push(`${FILE}: ${language}.${name}: is missing`);
  }
  return problems;
}
