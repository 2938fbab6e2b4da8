import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import { ApiField } from '../../../platform/api/api-field.js';

@ObjectType('OssReconciliation', { description: 'A comparison with OSS that was asked for.' })
export class ReconciliationView {
  @ApiField(() => Int, { description: 'How many licences are compared now, in the background.' })
  licences: number;
}

@InputType({ description: 'What is to be compared with OSS.' })
export class ReconcileInput {
  @Field(() => String, { nullable: true, description: 'One application; all without it.' })
  @ApiPropertyOptional({ description: 'One application; all without it.', type: String, format: 'uuid' })
  @IsOptional()
  @IsUUID()
  application?: string;
}
