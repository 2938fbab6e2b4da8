import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { ApiAnswer } from '../../platform/api/api-answer.js';
import { Public } from '../../platform/auth/guard.js';
import { Caller, type CallerAddress } from '../../platform/rate/caller.js';
import { TrackingService } from './tracking.service.js';
import { TrackingView } from './tracking.view.js';
import { Typed } from '../../platform/api/typed.js';

class TrackingQuery {
  @ApiPropertyOptional({ description: 'Tracking code, as on the receipt.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  @Typed('code')
  code?: string;
}

@ApiTags('public')
@Controller('v1/track')
export class TrackingController {
  constructor(private readonly tracking: TrackingService) {}

  @Get(':receiptNumber')
  @Public()
  @ApiOperation({ summary: 'Where is my file? With the number and code of the receipt' })
  @ApiAnswer(200, TrackingView)
  track(
    @Param('receiptNumber') receiptNumber: string,
    @Query() query: TrackingQuery,
    @Caller() caller: CallerAddress,
  ): Promise<TrackingView> {
    return this.tracking.find(receiptNumber.slice(0, 100), query.code ?? '', caller);
  }
}
