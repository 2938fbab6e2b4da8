import { Mutation, Resolver } from '@nestjs/graphql';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { Allow } from '../../platform/auth/guard.js';
import { IdArg } from '../../platform/graphql/args.js';
import { DocumentView } from './document.view.js';
import { DocumentsService } from './documents.service.js';

@Resolver(() => DocumentView)
export class DocumentsResolver {
  constructor(private readonly documents: DocumentsService) {}

  @Mutation(() => DocumentView, { description: 'Takes a file back, while the application is with the applicant.' })
  @Allow('documents.write')
  removeDocument(
    @Command() command: ApiCommand,
    @IdArg('Id of the application.') id: string,
    @IdArg('Id of the file.', 'document') document: string,
  ): Promise<DocumentView> {
    return this.documents.remove(command, id, document);
  }

  @Mutation(() => DocumentView, { description: 'Accepts a file that came after the documents were checked.' })
  @Allow('documents.write')
  acceptDocument(
    @Command() command: ApiCommand,
    @IdArg('Id of the application.') id: string,
    @IdArg('Id of the file.', 'document') document: string,
  ): Promise<DocumentView> {
    return this.documents.accept(command, id, document);
  }
}
