import { ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';

@ObjectType('ESignature', { description: 'The electronic signature of a final letter, given at the signing service.' })
export class ESignatureView {
  @ApiField(() => String, { description: 'Id of the letter.' })
  letterId: string;

  @ApiField(() => String, { description: 'Whose it is.' })
  by: string;

  @ApiField(() => String, { description: 'When (RFC 3339).' })
  at: string;

  @ApiField(() => String, { description: 'Id of the document at the signing service.', nullable: true })
  documentId: string | null;

  @ApiField(() => String, { description: 'SHA-256 of the signed file, in hexadecimal.' })
  sha256: string;

  @ApiField(() => String, { description: 'Where the signed letter is.' })
  pdf: string;
}
