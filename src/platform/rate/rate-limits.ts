import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { refusal } from '../../kernel/refusal.js';
import { CONFIG, type Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { statement } from '../database/tx.js';

export const tooManyRequests = refusal('too-many', 'TOO_MANY_REQUESTS', {
  id: 'Terlalu banyak permintaan; coba lagi dalam {seconds} detik.',
  en: 'Too many requests; try again in {seconds} seconds.',
});

/** What is limited, and by which setting. */
const BUCKETS = {
  signIn: 'rateSignIn',
  register: 'rateRegister',
  passwordReset: 'ratePasswordReset',
  accountMail: 'rateAccountMail',
  tracking: 'rateTracking',
  verify: 'rateVerify',
  ossRefused: 'rateOssRefused',
  upload: 'rateUpload',
  open: 'rateOpen',
  oss: 'rateOss',
} as const satisfies Readonly<Record<string, keyof Config>>;

export type Bucket = keyof typeof BUCKETS;

/**
 * One moment per subject says it all (GCRA): each request moves it on by its share of the window, and whoever is a whole window ahead
 * of the clock waits. No row comes back from one that is refused, which changes nothing.
 */
const TAKE = statement(
  'rate.take',
  `insert into rate_limits (bucket, subject, free_at) values ($1, $2, $3::timestamptz + make_interval(secs => $4))
   on conflict (bucket, subject) do update
     set free_at = greatest(rate_limits.free_at, $3::timestamptz) + make_interval(secs => $4)
   where greatest(rate_limits.free_at, $3::timestamptz) + make_interval(secs => $4) <= $3::timestamptz + make_interval(secs => $5)
   returning free_at`,
);

/** How often somebody may ask, counted on all nodes together; one statement, on the few routes that say so. */
@Injectable()
export class RateLimits {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async take(bucket: Bucket, subject: string): Promise<void> {
    const rate = this.config[BUCKETS[bucket]];
    if (!rate) return;
    const window = rate.windowMs / 1000;
    const share = window / rate.count;
    const rows = await this.database.run(TAKE, [bucket, subject, this.clock.now(), share, window]);
    if (rows.length > 0) return;
    const seconds = Math.max(1, Math.ceil(share));
    throw tooManyRequests({ seconds }, [], { retryAfter: seconds });
  }
}
