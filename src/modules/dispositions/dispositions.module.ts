import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DispositionRow } from './disposition.entity.js';
import { DispositionsController } from './dispositions.controller.js';
import { DispositionsResolver } from './dispositions.resolver.js';
import { DispositionsService } from './dispositions.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([DispositionRow])],
  controllers: [DispositionsController],
  providers: [DispositionsService, DispositionsResolver],
})
export class DispositionsModule {}
