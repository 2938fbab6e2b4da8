import type { Tx } from '../platform/database/tx.js';
import type { SopDefinition } from '../sop/sop-definition.js';

/** A case whose personal data is told to its person, or erased. */
export interface PersonalCase {
  readonly agency: string;
  readonly id: string;
  readonly definition: SopDefinition;
}

/** A case as its person is told of it: with the records that they may read. */
export interface LabelledCase extends PersonalCase {
  readonly shown: ReadonlySet<string>;
}

/** What a module keeps about an applicant; every module that does implements it. */
export interface PersonalRecords {
  /** Under which name it stands in an export. */
  readonly name: string;
  /** All of it that the person may read, in full. */
  tell(of: LabelledCase): Promise<unknown>;
  /**
   * Takes away what no law requires to be kept, whatever is sealed with the key of the case goes with that. Answers what is left to be done
   * once this is committed.
   */
  erase(tx: Tx, of: PersonalCase): Promise<void | (() => Promise<void>)>;
  /** Ids of cases of which something may lie in the clear, from before there were keys: in order, at most `limit` after `after`. */
  inTheClear(agency: string, after: string, limit: number): Promise<string[]>;
  /** Encrypts that of one case, as often as it is asked; answers how many rows and files that were. */
  encrypt(tx: Tx, of: PersonalCase): Promise<number>;
  /** The same for a case that was erased before its texts were encrypted: with a key that nobody keeps. */
  encryptErased?(tx: Tx, of: Pick<PersonalCase, 'agency' | 'id'>): Promise<number>;
}

/** Nest token of all `PersonalRecords`. */
export const PERSONAL_RECORDS = Symbol('personal records');
