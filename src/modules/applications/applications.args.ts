import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { ApplicationView } from '../../workflow/application.view.js';
import { ApplicationsQuery } from './applications.query.js';

/** The query of REST as GraphQL arguments: the same class checks both. */
@ArgsType()
export class ApplicationsArgs extends ApplicationsQuery {
  @Field(() => Int, { defaultValue: 50, description: 'At most this many.' })
  declare limit: number;

  @Field(() => String, { nullable: true, description: 'The `next` of the page before.' })
  declare after?: string;

  @Field(() => String, { nullable: true, description: 'Part of a number, receipt number, NIB or name.' })
  declare q?: string;

  @Field(() => String, { nullable: true, description: 'Code of a service.' })
  declare service?: string;

  @Field(() => String, { nullable: true, description: 'open, granted, rejected or withdrawn.' })
  declare status?: string;
}

@ObjectType({ description: 'A page of applications.' })
export class ApplicationPage {
  @Field(() => [ApplicationView], { description: 'The page.' })
  items: ApplicationView[];

  @Field(() => String, { nullable: true, description: 'Cursor of the page after it; null on the last.' })
  next: string | null;
}
