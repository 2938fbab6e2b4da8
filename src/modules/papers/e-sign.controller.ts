import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../kernel/principal.js';
import { ApiAnswer } from '../../platform/api/api-answer.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow, CurrentPrincipal } from '../../platform/auth/guard.js';
import { ESignInput } from './e-sign.input.js';
import { ESignService } from './e-sign.service.js';
import { ESignatureView } from './e-signature.view.js';

@ApiTags('papers')
@ApiBearerAuth()
@Controller('v1/letters')
export class ESignController {
  constructor(private readonly signing: ESignService) {}

  @Post(':id/e-sign')
  @HttpCode(200)
  @Allow('letters.e-sign')
  @ApiOperation({
    summary: 'Sign a final letter at the signing service, by whoever signed it; takes no Idempotency-Key, since nothing of it is kept',
  })
  @ApiAnswer(200, ESignatureView)
  sign(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() input: ESignInput): Promise<ESignatureView> {
    return this.signing.sign(principal, id, input);
  }
}
