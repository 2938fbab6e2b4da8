import { Inject, Injectable } from '@nestjs/common';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Clock } from '../../kernel/clock.js';
import { isId } from '../../kernel/ids.js';
import { CONFIG, type Config } from '../config/config.js';
import { ServiceSecrets } from '../crypto/service-secrets.js';

/** A letter that may be fetched without signing in: nothing else of a case is meant for other systems. */
export interface LinkedFile {
  readonly agency: string;
  readonly record: 'letter';
  readonly id: string;
}

const SHAPE = /^([a-z0-9-]{1,60})\.(letter)\.([0-9a-f-]{36})\.([0-9a-z]{1,10})\.([\w-]{27})$/;

/** Links to files for other systems: no login, signed, and no longer good after their time. */
@Injectable()
export class SignedLinks {
  private secret: Promise<string> | undefined;

  constructor(
    private readonly secrets: ServiceSecrets,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async urlOf({ agency, record, id }: LinkedFile, forMs: number): Promise<string> {
    const until = Math.floor((this.clock.now().getTime() + forMs) / 1000).toString(36);
    const named = `${agency}.${record}.${id}.${until}`;
    return `${this.config.publicUrl.replace(/\/$/, '')}/v1/files/${named}.${await this.seal(named)}`;
  }

  /** What a link is to, as long as it is good; null for any other text. */
  async open(token: string): Promise<LinkedFile | null> {
    const [, agency, record, id, until, mac] = SHAPE.exec(token) ?? [];
    if (!agency || record !== 'letter' || !id || !until || !mac || !isId(id)) return null;
    const right = await this.seal(`${agency}.${record}.${id}.${until}`);
    if (!timingSafeEqual(Buffer.from(right), Buffer.from(mac))) return null;
    return parseInt(until, 36) * 1000 > this.clock.now().getTime() ? { agency, record, id } : null;
  }

  private async seal(named: string): Promise<string> {
    this.secret ??= this.secrets.kept('file-links', () => randomBytes(32).toString('base64url'));
    const secret = await this.secret.catch((error: unknown) => {
      this.secret = undefined;
      throw error;
    });
    return createHmac('sha256', secret).update(named).digest('base64url').slice(0, 27);
  }
}
