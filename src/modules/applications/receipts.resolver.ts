import { Query, Resolver } from '@nestjs/graphql';
import type { Principal } from '../../kernel/principal.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { IdArg } from '../../platform/graphql/args.js';
import { DocumentCheckView, ReceiptView } from './receipts.view.js';
import { ReceiptsService } from './receipts.service.js';

@Resolver(() => ReceiptView)
export class ReceiptsResolver {
  constructor(private readonly papers: ReceiptsService) {}

  @Query(() => ReceiptView, { description: 'A receipt.' })
  @Allow('papers.read')
  receipt(@CurrentPrincipal() principal: Principal, @IdArg('Id of the receipt.') id: string): Promise<ReceiptView> {
    return this.papers.receipt(principal, id);
  }

  @Query(() => DocumentCheckView, { description: 'What a check of the file found.' })
  @Allow('papers.read')
  documentCheck(@CurrentPrincipal() principal: Principal, @IdArg('Id of the check.') id: string): Promise<DocumentCheckView> {
    return this.papers.check(principal, id);
  }
}
