import { Inject, Injectable } from '@nestjs/common';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Clock } from '../../kernel/clock.js';
import { CONFIG, type Config } from '../config/config.js';
import { StartProblem } from '../config/start-problem.js';
import { ServiceSecrets } from '../crypto/service-secrets.js';
import { readPkcs12 } from './pkcs12.js';
import type { Seal } from './seal.js';
import { makeTestCertificate, readTestCertificate } from './test-certificate.js';

/** Whose letters are sealed. */
export interface SealHolder {
  readonly code: string;
  readonly name: string;
}

/** What each agency seals its letters with. */
@Injectable()
export class Seals {
  private readonly seals = new Map<string, Seal>();
  private readonly made = new Map<string, Promise<Seal>>();

  constructor(
    private readonly secrets: ServiceSecrets,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Opens every agency's certificate; throws all that is wrong with them, so that nothing starts that could not sign. */
  async open(holders: readonly SealHolder[]): Promise<void> {
    const { signingP12 } = this.config;
    if (!signingP12) return;
    const problems: string[] = [];
    for (const { code } of holders) {
      const path = pathOf(signingP12, code);
      try {
        if (!existsSync(path)) throw new Error('there is no such file');
        this.seals.set(code, await readPkcs12(readFileSync(path), this.config.signingP12Password, this.clock.now()));
      } catch (error) {
        problems.push(`SIGNING_P12: ${path}: ${(error as Error).message}`);
      }
    }
    if (problems.length > 0) throw new StartProblem(problems.join('\n'));
  }

  /** The agency's certificate; without SIGNING_P12 a test certificate, made once and kept for all nodes. */
  of(holder: SealHolder): Promise<Seal> {
    const seal = this.seals.get(holder.code);
    if (seal) return Promise.resolve(seal);
    let made = this.made.get(holder.code);
    if (!made) {
      this.made.set(holder.code, (made = this.testSeal(holder)));
      made.catch(() => this.made.delete(holder.code));
    }
    return made;
  }

  private async testSeal({ code, name }: SealHolder): Promise<Seal> {
    const pem = await this.secrets.kept(`test-certificate ${code}`, () => makeTestCertificate(name, this.clock.now()));
    return readTestCertificate(pem);
  }
}

/** One file for all, or a folder with a file for each agency. */
function pathOf(signingP12: string, agency: string): string {
  return statSync(signingP12, { throwIfNoEntry: false })?.isDirectory() ? join(signingP12, `${agency}.p12`) : signingP12;
}
