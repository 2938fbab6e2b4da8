import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { issuerElsewhere } from './identity-refusals.js';

/** Whether people sign in here at all. */
@Injectable()
export class BuiltInIssuer {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Off as soon as another issuer is set. */
  get isOn(): boolean {
    return this.config.oidcIssuer === undefined;
  }

  mustBeOn(): void {
    const { oidcIssuer: issuer } = this.config;
    if (issuer !== undefined) throw issuerElsewhere({ issuer }, [], { issuer });
  }
}
