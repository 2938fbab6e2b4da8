import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { pageArgs, pageType } from '../../platform/graphql/connection.js';
import { ApplicationView } from '../../workflow/application.view.js';
import { ApplicationsQuery } from './applications.query.js';

/** The query of REST as GraphQL arguments: the same class checks both. */
@ArgsType()
export class ApplicationsArgs extends pageArgs(ApplicationsQuery) {
  @Field(() => String, {
    nullable: true,
    description:
      'Words of a number, receipt number, letter number, NIB, name (misspelt, too) or note; two letters or digits in a row at least.',
  })
  declare q?: string;

  @Field(() => String, { nullable: true, description: 'Code of a service.' })
  declare service?: string;

  @Field(() => String, { nullable: true, description: 'open, granted, rejected or withdrawn.' })
  declare status?: string;

  @Field(() => Int, { nullable: true, description: 'Row of the SOP at which it is now.' })
  declare step?: number;

  @Field(() => String, { nullable: true, description: '`me`, or the id of the user who applies.' })
  declare applicant?: string;

  @Field(() => String, { nullable: true, description: 'Opened on this day (YYYY-MM-DD) or later, in the zone of the agency.' })
  declare openedFrom?: string;

  @Field(() => String, { nullable: true, description: 'Opened on this day or before.' })
  declare openedUntil?: string;

  @Field(() => String, { nullable: true, description: 'Ended on this day or later.' })
  declare closedFrom?: string;

  @Field(() => String, { nullable: true, description: 'Ended on this day or before.' })
  declare closedUntil?: string;

  @Field(() => String, { nullable: true, description: 'newest, oldest, urgent or relevance.' })
  declare order?: ApplicationsQuery['order'];
}

@ObjectType({ description: 'A page of applications.' })
export class ApplicationPage extends pageType(ApplicationView, 'Application') {}
