import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import { unsatisfiable, type Holder } from '../../sop/separation.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { BuiltInIssuer } from './built-in-issuer.js';

const STAFF = statement(
  'staffing.holders',
  `select id::text, roles from users where agency = $1 and disabled_at is null and roles <> '[{"role": "applicant"}]'`,
);

/** Reports at start the steps that no user can complete, because separation of duties excludes the only holder of the role. */
@Injectable()
export class StaffingCheck {
  private readonly logger = new Logger('Separation');

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly issuer: BuiltInIssuer,
  ) {}

  async warn(): Promise<void> {
    for (const problem of await this.problems()) this.logger.warn(problem);
  }

  /** Nothing where an outside issuer knows who there is. */
  async problems(): Promise<string[]> {
    if (!this.issuer.isOn) return [];
    const found = this.registry.agencies().map(async (agency) => {
      const staff = await this.database.run<Holder>(STAFF, [agency.code]);
      return this.registry
        .services(agency.code)
        .flatMap(({ definition }) =>
          unsatisfiable(definition, staff, agency).map((problem) => `${agency.code}, ${definition.code}: ${problem}`),
        );
    });
    return (await Promise.all(found)).flat();
  }
}
