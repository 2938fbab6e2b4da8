import { ArgsType, Field, ObjectType } from '@nestjs/graphql';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { PageQuery } from '../../../platform/api/page-query.js';
import { pageArgs, pageType } from '../../../platform/graphql/connection.js';
import { OssCallView } from './journal.view.js';

const DIRECTIONS = ['in', 'out'] as const;
const OUTCOMES = ['accepted', 'refused', 'unavailable'] as const;

/** Which calls to list; the newest come first. */
export class JournalQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Id of an application.', type: String, format: 'uuid' })
  @IsOptional()
  @IsUUID()
  application?: string;

  @ApiPropertyOptional({ description: 'id_izin.', type: String, maxLength: 100 })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  idIzin?: string;

  @ApiPropertyOptional({ description: 'Name of the method, such as receiveLicense.', type: String, maxLength: 100 })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  method?: string;

  @ApiPropertyOptional({ description: 'in: OSS called us. out: we called OSS.', enum: DIRECTIONS })
  @IsOptional()
  @IsIn(DIRECTIONS)
  direction?: (typeof DIRECTIONS)[number];

  @ApiPropertyOptional({ description: 'What became of it.', enum: OUTCOMES })
  @IsOptional()
  @IsIn(OUTCOMES)
  outcome?: (typeof OUTCOMES)[number];
}

/** The query of REST as GraphQL arguments: the same class checks both. */
@ArgsType()
export class JournalArgs extends pageArgs(JournalQuery) {
  @Field(() => String, { nullable: true, description: 'Id of an application.' })
  declare application?: string;

  @Field(() => String, { nullable: true, description: 'id_izin.' })
  declare idIzin?: string;

  @Field(() => String, { nullable: true, description: 'Name of the method.' })
  declare method?: string;

  @Field(() => String, { nullable: true, description: 'in or out.' })
  declare direction?: JournalQuery['direction'];

  @Field(() => String, { nullable: true, description: 'accepted, refused or unavailable.' })
  declare outcome?: JournalQuery['outcome'];
}

@ObjectType({ description: 'A page of calls.' })
export class OssCallPage extends pageType(OssCallView, 'OssCall') {}
