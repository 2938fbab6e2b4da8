import { ArgsType, Field, ObjectType } from '@nestjs/graphql';
import { pageArgs, pageType } from '../../platform/graphql/connection.js';
import { AuditQuery } from './audit.query.js';
import { AuditEntryView, DailySealView } from './audit.view.js';

/** The query of REST as GraphQL arguments: the same class checks both. */
@ArgsType()
export class AuditArgs extends pageArgs(AuditQuery) {
  @Field(() => String, { nullable: true, description: 'What it was, such as sign-in-failed.' })
  declare kind?: string;

  @Field(() => String, { nullable: true, description: 'Id of who did it.' })
  declare actor?: string;
}

@ObjectType({ description: 'A page of the audit log.' })
export class AuditPage extends pageType(AuditEntryView, 'AuditEntry') {}

@ObjectType({ description: 'A page of daily seals.' })
export class DailySealPage extends pageType(DailySealView, 'DailySeal') {}
