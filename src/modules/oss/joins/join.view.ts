import { ArgsType, Field, ObjectType } from '@nestjs/graphql';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { ApiField } from '../../../platform/api/api-field.js';
import { Json } from '../../../platform/api/json.scalar.js';
import { PageQuery } from '../../../platform/api/page-query.js';
import { pageArgs, pageType } from '../../../platform/graphql/connection.js';

const STATUSES = ['open', 'joined', 'dismissed'] as const;

@ObjectType('OssJoinSide', { description: 'What one side says of the business.' })
export class JoinSideView {
  @ApiField(() => Json, { description: 'Who applies: name, NIK and how they are reached.' })
  applicant: object;

  @ApiField(() => Json, { description: 'The form.' })
  form: object;
}

@ObjectType('OssJoinRequest', { description: 'A licence of OSS that may belong to a case, for the front office to join or to dismiss.' })
export class JoinRequestView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'open, joined or dismissed.' })
  status: string;

  @ApiField(() => String, { description: 'id_izin.' })
  idIzin: string;

  @ApiField(() => Boolean, { description: 'Whether the NIB of the form is that of the licence.' })
  nibAgrees: boolean;

  @ApiField(() => Boolean, { description: 'Whether the NIK of the form is that of the licence.' })
  nikAgrees: boolean;

  @ApiField(() => String, { description: 'The application that the licence may belong to.' })
  applicationId: string;

  @ApiField(() => String, { description: 'Its number.' })
  applicationNumber: string;

  @ApiField(() => String, { description: 'The application that has the licence now, where there is one.', nullable: true })
  holderId: string | null;

  @ApiField(() => String, { description: 'Its number.', nullable: true })
  holderNumber: string | null;

  @ApiField(() => JoinSideView, { description: 'What OSS says; null once it is decided.', nullable: true })
  oss: JoinSideView | null;

  @ApiField(() => JoinSideView, { description: 'What the form of the application says; null once it is decided.', nullable: true })
  application: JoinSideView | null;

  @ApiField(() => String, { description: 'Since when it is asked (RFC 3339).' })
  createdAt: string;

  @ApiField(() => String, { description: 'When it was decided (RFC 3339).', nullable: true })
  decidedAt: string | null;

  @ApiField(() => String, { description: 'By whom.', nullable: true })
  decidedBy: string | null;

  @ApiField(() => String, { description: 'Why.', nullable: true })
  reason: string | null;
}

/** Which requests to list; the oldest come first. */
export class JoinQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'open, joined or dismissed; open without it.', enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES)
  status?: (typeof STATUSES)[number];

  @ApiPropertyOptional({ description: 'Id of an application, on either side.', type: String, format: 'uuid' })
  @IsOptional()
  @IsUUID()
  application?: string;
}

/** The query of REST as GraphQL arguments: the same class checks both. */
@ArgsType()
export class JoinArgs extends pageArgs(JoinQuery) {
  @Field(() => String, { nullable: true, description: 'open, joined or dismissed; open without it.' })
  declare status?: JoinQuery['status'];

  @Field(() => String, { nullable: true, description: 'Id of an application, on either side.' })
  declare application?: string;
}

@ObjectType({ description: 'A page of requests to join.' })
export class JoinRequestPage extends pageType(JoinRequestView, 'OssJoinRequest') {}
