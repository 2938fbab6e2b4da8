import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../auth/guard.js';
import { refusal } from '../../kernel/refusal.js';
import { Database } from '../database/database.js';
import { statement } from '../database/tx.js';

export const databaseAway = refusal('unavailable', 'DATABASE_AWAY', {
  id: 'Basis data tidak dapat dihubungi.',
  en: 'The database cannot be reached.',
});

const PING = statement('health.ping', 'select 1 as one');

@ApiTags('operations')
@Controller('health')
export class HealthController {
  constructor(private readonly database: Database) {}

  @Get('live')
  @Public()
  @ApiOperation({ summary: 'The process runs' })
  live(): { status: string } {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public()
  @ApiOperation({ summary: 'It can do its work: the database answers' })
  async ready(): Promise<{ status: string }> {
    try {
      await this.database.read(PING, []);
    } catch {
      throw databaseAway();
    }
    return { status: 'ok' };
  }
}
