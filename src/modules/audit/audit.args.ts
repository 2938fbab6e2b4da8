import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { PageQuery } from '../../platform/api/page-query.js';
import { AuditQuery } from './audit.query.js';
import { AuditEntryView, DailySealView } from './audit.view.js';

/** The query of REST as GraphQL arguments: the same class checks both. */
@ArgsType()
export class AuditArgs extends AuditQuery {
  @Field(() => Int, { defaultValue: 50, description: 'At most this many.' })
  declare limit: number;

  @Field(() => String, { nullable: true, description: 'The `next` of the page before.' })
  declare after?: string;

  @Field(() => String, { nullable: true, description: 'What it was, such as sign-in-failed.' })
  declare kind?: string;

  @Field(() => String, { nullable: true, description: 'Id of who did it.' })
  declare actor?: string;
}

@ArgsType()
export class SealsArgs extends PageQuery {
  @Field(() => Int, { defaultValue: 50, description: 'At most this many.' })
  declare limit: number;

  @Field(() => String, { nullable: true, description: 'The `next` of the page before.' })
  declare after?: string;
}

@ObjectType({ description: 'A page of the audit log.' })
export class AuditPage {
  @Field(() => [AuditEntryView], { description: 'The page.' })
  items: AuditEntryView[];

  @Field(() => String, { nullable: true, description: 'Cursor of the page after it; null on the last.' })
  next: string | null;
}

@ObjectType({ description: 'A page of daily seals.' })
export class DailySealPage {
  @Field(() => [DailySealView], { description: 'The page.' })
  items: DailySealView[];

  @Field(() => String, { nullable: true, description: 'Cursor of the page after it; null on the last.' })
  next: string | null;
}
