import { Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { IdArg } from '../../platform/graphql/args.js';
import { OssRecordView } from './oss-record.view.js';
import { OssRecordsService } from './oss-records.service.js';

@Resolver(() => OssRecordView)
export class OssRecordsResolver {
  constructor(private readonly records: OssRecordsService) {}

  @Query(() => OssRecordView, { description: 'What was done in OSS.' })
  @Allow('papers.read')
  ossRecord(@CurrentPrincipal() principal: Principal, @IdArg('Id of the record.') id: string): Promise<OssRecordView> {
    return this.records.one(principal, id);
  }
}
