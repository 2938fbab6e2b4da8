import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { newCode } from '../../../kernel/ids.js';
import { canonicalCode } from '../../../kernel/typed/numbers.js';
import { decryptText, encryptText, isEncryptedText } from '../../../platform/crypto/text-vault.js';
import { AGENCY_ITSELF, Vault } from '../../../platform/crypto/vault.js';
import { Database } from '../../../platform/database/database.js';
import { statement, type Tx } from '../../../platform/database/tx.js';
import { stepOfCode } from './totp.js';

const FIND = statement(
  'second-factor.find',
  `select secret, confirmed_at, last_step::text from second_factors where agency = $1 and user_id = $2 for update`,
);
const STATE = statement(
  'second-factor.state',
  `select f.confirmed_at,
          (select count(*)::int from recovery_codes c where c.agency = f.agency and c.user_id = f.user_id and c.used_at is null) as codes
     from second_factors f where f.agency = $1 and f.user_id = $2`,
);
const BEGIN = statement(
  'second-factor.begin',
  `insert into second_factors (agency, user_id, secret, begun_at) values ($1, $2, $3, $4)
   on conflict (agency, user_id) do update set secret = excluded.secret, begun_at = excluded.begun_at
    where second_factors.confirmed_at is null
   returning user_id`,
);
const CONFIRM = statement(
  'second-factor.confirm',
  `update second_factors set confirmed_at = $3, last_step = $4 where agency = $1 and user_id = $2 and confirmed_at is null returning user_id`,
);
const ADD_CODES = statement(
  'second-factor.add-recovery-codes',
  `insert into recovery_codes (agency, user_id, hash) select $1, $2, unnest($3::text[])`,
);
const USE_STEP = statement(
  'second-factor.use-step',
  `update second_factors set last_step = $3 where agency = $1 and user_id = $2 and last_step < $3 returning user_id`,
);
const USE_CODE = statement(
  'second-factor.use-recovery-code',
  `update recovery_codes set used_at = $4 where agency = $1 and user_id = $2 and hash = $3 and used_at is null returning user_id`,
);
const REMOVE = statement(
  'second-factor.remove',
  `delete from second_factors where agency = $1 and user_id = $2 and confirmed_at is not null returning user_id`,
);

/** What the secret is encrypted as. */
const ABOUT = 'second-factor';
const RECOVERY_CODES = 10;
/** Five random bits each. */
const CODE_SIGNS = 12;

/** Whose factor it is. */
export interface FactorOwner {
  readonly agency: string;
  readonly id: string;
}

interface FactorRow {
  readonly secret: string;
  readonly confirmed_at: Date | null;
  readonly last_step: string;
}

/** How a user proved possession of the factor. */
export type FactorUsed = 'none' | 'totp' | 'recovery-code';

/** Second factors as they are kept: the secret encrypted, recovery codes as keyed hashes, each code good for one use. */
@Injectable()
export class FactorStore {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** Whether a user has a factor, and how many recovery codes are left. */
  async state({ agency, id }: FactorOwner): Promise<{ readonly enrolled: boolean; readonly codes: number }> {
    const [row] = await this.database.run<{ confirmed_at: Date | null; codes: number }>(STATE, [agency, id]);
    return { enrolled: Boolean(row?.confirmed_at), codes: row?.confirmed_at ? row.codes : 0 };
  }

  /** Keeps a secret that is not confirmed yet, in place of an earlier one; false where there is a factor already. */
  async begin(tx: Tx, { agency, id }: FactorOwner, secret: string): Promise<boolean> {
    const kept = await encryptText(this.vault, ownerOf(agency), about(id), secret, tx);
    return (await tx.run(BEGIN, [agency, id, kept, this.clock.now()])).length > 0;
  }

  /** Confirms the secret by its first code and answers with new recovery codes; undefined where nothing waits to be confirmed. */
  async confirm(tx: Tx, owner: FactorOwner, code: string): Promise<readonly string[] | 'wrong' | undefined> {
    const { agency, id } = owner;
    const row = await this.find(tx, owner);
    if (!row || row.confirmed_at) return undefined;
    const step = await this.stepOf(tx, owner, row, code);
    if (step === undefined) return 'wrong';
    await tx.run(CONFIRM, [agency, id, this.clock.now(), step]);
    const codes = Array.from({ length: RECOVERY_CODES }, () => newCode(CODE_SIGNS));
    await tx.run(ADD_CODES, [agency, id, codes.map((each) => this.hash(owner, each))]);
    return codes.map((each) => each.replace(/(.{4})(?=.)/g, '$1-'));
  }

  /**
   * Uses up a code of the app or a recovery code: `none` where there is no factor to ask for, undefined where a code is missing, and
   * `wrong` where it is not good, or no longer.
   */
  async use(tx: Tx, owner: FactorOwner, code: string | undefined): Promise<FactorUsed | 'wrong' | undefined> {
    const row = await this.find(tx, owner);
    if (!row?.confirmed_at) return 'none';
    if (code === undefined) return undefined;
    const { agency, id } = owner;
    const step = await this.stepOf(tx, owner, row, code);
    if (step !== undefined) return (await tx.run(USE_STEP, [agency, id, step])).length > 0 ? 'totp' : 'wrong';
    const typed = canonicalCode(code);
    if (typed.length !== CODE_SIGNS) return 'wrong';
    const used = await tx.run(USE_CODE, [agency, id, this.hash(owner, typed), this.clock.now()]);
    return used.length > 0 ? 'recovery-code' : 'wrong';
  }

  /** Takes the factor away with its recovery codes; false where there was none. */
  async remove(tx: Tx, { agency, id }: FactorOwner): Promise<boolean> {
    return (await tx.run(REMOVE, [agency, id])).length > 0;
  }

  /** Locked until the end of the transaction: two uses of one code wait for each other. */
  private async find(tx: Tx, { agency, id }: FactorOwner): Promise<FactorRow | undefined> {
    const [row] = await tx.run<FactorRow>(FIND, [agency, id]);
    return row;
  }

  private async stepOf(tx: Tx, { agency, id }: FactorOwner, { secret }: FactorRow, code: string): Promise<number | undefined> {
    // A secret in the clear was written by a party with write access to the database.
    if (!isEncryptedText(secret)) return undefined;
    const opened = await decryptText(this.vault, ownerOf(agency), about(id), secret, tx);
    return opened === null ? undefined : stepOfCode(opened, code, this.clock.now());
  }

  private hash({ agency, id }: FactorOwner, code: string): string {
    return this.vault.hash(agency, 'recovery-code', `${id}\n${code}`);
  }
}

const ownerOf = (agency: string) => ({ agency, owner: AGENCY_ITSELF });
/** A secret opens as that of its owner alone. */
const about = (user: string) => `${ABOUT} ${user}`;
