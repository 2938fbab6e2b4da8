import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiAnswer } from '../../platform/api/api-answer.js';
import { Command, type ApiCommand } from '../../platform/api/command-of.js';
import { IdPipe } from '../../platform/api/validation.js';
import { Allow } from '../../platform/auth/guard.js';
import { ApplicantAccountView } from './applicant-account.view.js';
import { ApplicantsService } from './applicants.service.js';

@ApiTags('identity')
@ApiBearerAuth()
@Controller('v1/applicants')
export class ApplicantsController {
  constructor(private readonly applicants: ApplicantsService) {}

  @Post(':id/disable')
  @HttpCode(200)
  @Allow('applicants.manage')
  @ApiOperation({ summary: 'Disable the account of an applicant; whoever is signed in is signed out' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, ApplicantAccountView)
  disable(@Command() command: ApiCommand, @Param('id', IdPipe) id: string): Promise<ApplicantAccountView> {
    return this.applicants.setDisabled(command, id, true);
  }

  @Post(':id/enable')
  @HttpCode(200)
  @Allow('applicants.manage')
  @ApiOperation({ summary: 'Enable the account of an applicant again' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAnswer(200, ApplicantAccountView)
  enable(@Command() command: ApiCommand, @Param('id', IdPipe) id: string): Promise<ApplicantAccountView> {
    return this.applicants.setDisabled(command, id, false);
  }
}
