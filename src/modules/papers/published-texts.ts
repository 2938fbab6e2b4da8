import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Clock } from '../../kernel/clock.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import type { Agency } from '../../sop/sop-definition.js';
import type { ApplicationRow } from '../../workflow/application.entity.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { canonical } from '../../kernel/canonical.js';
import { SopProblems } from '../../workflow/sop-folder.js';
import { readLogo } from './logo.js';
import { KEEP_LOGO, LOGO, PUBLISH_TEXTS, TEXTS_AT } from './paper-statements.js';
import { PaperTemplates } from './paper-templates.js';
import type { PaperTexts } from './paper-text.entity.js';

const LOCK = statement('paper.lock', `select pg_advisory_xact_lock(7261003)`);

/** The texts of papers and the logos: read and checked at start, and kept, so that a case keeps those that it began with. */
@Injectable()
export class PublishedTexts implements OnModuleInit {
  private readonly logos = new Map<string, { readonly sha256: string; readonly bytes: Buffer }>();
  private readonly older = new Map<string, PaperTexts>();

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Throws SopProblems with everything that is wrong. */
  async onModuleInit(): Promise<void> {
    const templates = new PaperTemplates(this.config.sopDir);
    const agencies = this.registry.agencies();
    const services = agencies.flatMap(({ code }) => this.registry.services(code));
    const texts = services.map((published) => ({ published, texts: templates.of(published.definition) }));
    templates.strangers(services.map(({ definition }) => definition));
    const problems = [...templates.problems, ...agencies.flatMap((agency) => this.readLogo(agency))];
    if (problems.length > 0) throw new SopProblems(problems);
    await this.database.transaction(async (tx) => {
      await tx.run(LOCK, []);
      for (const { published, texts: written } of texts) {
        const { agency, code } = published.definition;
        const sha256 = createHash('sha256').update(canonical(written)).digest('hex');
        await tx.run(PUBLISH_TEXTS, [agency, code, published.sha256, sha256, JSON.stringify(written), this.clock.now()]);
      }
      for (const [agency, { sha256, bytes }] of this.logos) await tx.run(KEEP_LOGO, [agency, sha256, bytes]);
    });
  }

  /** The texts that a case began with. */
  async of({ agency, service, definition, opened_at: openedAt }: ApplicationRow): Promise<PaperTexts> {
    const [row] = await this.database.run<{ texts: PaperTexts }>(TEXTS_AT, [agency, service, definition, openedAt]);
    if (row) return row.texts;
    // A version that only cases from before there were papers still have.
    const key = `${agency} ${service} ${definition}`;
    let texts = this.older.get(key);
    if (!texts) {
      const published = await this.registry.version(agency, service, definition);
      this.older.set(key, (texts = new PaperTemplates(this.config.sopDir).of(published.definition)));
    }
    return texts;
  }

  /** Hash of the logo that an agency has now. */
  logoOf(agency: string): string | null {
    return this.logos.get(agency)?.sha256 ?? null;
  }

  /** A logo as papers were frozen with it. */
  async logo(agency: string, sha256: string | null): Promise<Buffer | null> {
    if (sha256 === null) return null;
    const present = this.logos.get(agency);
    if (present?.sha256 === sha256) return present.bytes;
    const [row] = await this.database.run<{ bytes: Buffer }>(LOGO, [agency, sha256]);
    if (!row) throw new Error(`the logo ${sha256} of ${agency} is not kept`);
    return row.bytes;
  }

  private readLogo(agency: Agency): string[] {
    const { logo } = agency.letterhead;
    if (logo === undefined) return [];
    const read = readLogo(this.config.sopDir, logo);
    if ('problem' in read) return [`agency ${agency.code}: letterhead.logo: ${logo}: ${read.problem}`];
    const sha256 = createHash('sha256').update(read.bytes).digest('hex');
    this.logos.set(agency.code, { sha256, bytes: read.bytes });
    return [];
  }
}
