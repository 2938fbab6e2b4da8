import type { Config } from '../platform/config/config.js';
import { ownSecret } from '../platform/config/own-secret.js';
import type { Account } from './options.js';

const FILE = 'oss-simulator.secret';

/** What is set, and random words of this installation for what is not. */
export function accountOf({ ossUserKey, ossUsername, ossPassword, dataDir }: Config): Account {
  const secret = () => ownSecret(dataDir, FILE);
  return {
    userKey: ossUserKey ?? `kunci-${secret()}`,
    username: ossUsername ?? 'simulator',
    password: ossPassword ?? secret(),
  };
}
