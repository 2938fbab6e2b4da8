import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiAnswer, PROBLEM } from '../api/api-answer.js';
import { Unlimited } from '../rate/limited.js';
import { Public } from '../auth/guard.js';
import { refusal } from '../../kernel/refusal.js';
import { Database } from '../database/database.js';
import { statement } from '../database/tx.js';

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

@ApiTags('operations')
@Unlimited()
@Controller('health')
export class HealthController {
  constructor(private readonly database: Database) {}

  @Get('live')
  @Public()
  @ApiOperation({ summary: 'The process runs' })
  @ApiAnswer(200, HealthView)
  live(): HealthView {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public()
  @ApiOperation({ summary: 'It can do its work: the database answers' })
  @ApiAnswer(200, HealthView)
  @ApiResponse({ status: 503, ...PROBLEM })
  async ready(): Promise<HealthView> {
    try {
      await this.database.run(PING, []);
    } catch {
      throw databaseAway();
    }
    return { status: 'ok' };
  }
}
