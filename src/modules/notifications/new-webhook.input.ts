import { Field, InputType } from '@nestjs/graphql';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { NOTICE_KINDS } from './notice-kinds.js';

const TYPES = Object.values(NOTICE_KINDS).map(({ type }) => type as string);

/** A subscription of another system. */
@InputType({ description: 'Another system that wants to be told.' })
export class NewWebhookInput {
  @Field(() => String, { description: 'Where to post to: https, at a public address.' })
  @ApiProperty({ description: 'Where to post to: https, at a public address.', type: String, example: 'https://oss.example/hooks/terbit' })
  @IsString()
  @MaxLength(2000)
  url: string;

  @Field(() => [String], { nullable: true, description: 'Types of events; all without it.' })
  @ApiPropertyOptional({ description: 'Types of events; all without it.', enum: TYPES, isArray: true })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(TYPES.length)
  @IsIn(TYPES, { each: true })
  events?: string[];

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  @ApiPropertyOptional({ description: 'What it is for.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  description?: string;
}
