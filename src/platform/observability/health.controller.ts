import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiAnswer, PROBLEM } from '../api/api-answer.js';
import { Unlimited } from '../rate/limited.js';
import { Public } from '../auth/guard.js';
import { refusal } from '../../kernel/refusal.js';
import { Database } from '../database/database.js';
import { statement } from '../database/tx.js';
import { CertificateReadiness } from '../signing/certificate-readiness.js';
import { SIGNING_WAITS } from '../signing/signing-identities.js';

export const databaseAway = refusal('unavailable', 'DATABASE_AWAY', {
  id: 'Basis data tidak dapat dihubungi.',
  en: 'The database cannot be reached.',
});

const PING = statement('health.ping', 'select 1 as one');

/** That all is well; a problem says what is not. */
class HealthView {
  @ApiProperty({ type: String, enum: ['ok'], description: 'Always `ok`.' })
  status: string;
}

/** A signing certificate that an administrator has to renew or mend. */
class CertificateWarningView {
  @ApiProperty({ type: String, description: 'Code of the agency whose letters it concerns.' })
  agency: string;

  @ApiProperty({
    type: String,
    enum: ['CERTIFICATE_EXPIRING', ...SIGNING_WAITS],
    description: 'What is wrong. All but `CERTIFICATE_EXPIRING` hold back the letters of this agency.',
  })
  code: string;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'Last day of its validity; null for a file that cannot be used.',
  })
  until: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Whole days until its end, 0 after it; null for a file that cannot be used.' })
  daysLeft: number | null;
}

/** That it can do its work, and what an administrator has to look after. */
class ReadyView extends HealthView {
  @ApiProperty({ type: () => [CertificateWarningView], description: 'Certificates that end within 60 days, or hold back letters.' })
  certificates: CertificateWarningView[];
}

@ApiTags('operations')
@Unlimited()
@Controller('health')
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly certificates: CertificateReadiness,
  ) {}

  @Get('live')
  @Public()
  @ApiOperation({ summary: 'The process runs' })
  @ApiAnswer(200, HealthView)
  live(): HealthView {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public()
  @ApiOperation({ summary: 'It can do its work: the database answers; and which signing certificates need a hand' })
  @ApiAnswer(200, ReadyView)
  @ApiResponse({ status: 503, ...PROBLEM })
  async ready(): Promise<ReadyView> {
    try {
      await this.database.run(PING, []);
    } catch {
      throw databaseAway();
    }
    return { status: 'ok', certificates: [...(await this.certificates.warnings())] };
  }
}
