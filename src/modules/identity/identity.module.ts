import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityController } from './identity.controller.js';
import { IdentityResolver } from './identity.resolver.js';
import { IdentityService } from './identity.service.js';
import { StandInsController } from './stand-ins.controller.js';
import { StandInsResolver } from './stand-ins.resolver.js';
import { StandInsService } from './stand-ins.service.js';
import { UserRow } from './user.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([UserRow])],
  controllers: [IdentityController, StandInsController],
  providers: [IdentityService, IdentityResolver, StandInsService, StandInsResolver],
  exports: [IdentityService],
})
export class IdentityModule {}
