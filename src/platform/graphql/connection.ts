import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { PageQuery } from '../api/page-query.js';
import { cursorsOf, type Page } from '../api/paging.js';

@ObjectType('PageInfo', { description: 'Where a page lies in its list, as Relay asks for it. Lists are turned forwards only.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there is a page after it.' })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: 'Always false: a page does not look back.' })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first entry; null on an empty page.' })
  startCursor: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last entry: `after` for the page after it.' })
  endCursor: string | null;
}

/** A page as both kinds of client read it: `items` and `next` as in REST, `edges` and `pageInfo` as Relay has them. */
export interface Connection<T> extends Page<T> {
  readonly edges: readonly { readonly node: T; readonly cursor: string }[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number | null;
}

/** The page of a list as a connection; `whole`: the list comes in one page, so that its length is known. */
export function connection<T>(page: Page<T>, whole = false): Connection<T> {
  const cursors = cursorsOf(page);
  const edges = page.items.map((node, index) => ({ node, cursor: cursors[index]! }));
  const pageInfo = {
    hasNextPage: page.next !== null,
    hasPreviousPage: false,
    startCursor: cursors[0] ?? null,
    endCursor: cursors.at(-1) ?? null,
  };
  return { items: page.items, next: page.next, edges, pageInfo, totalCount: whole ? page.items.length : null };
}

/** The GraphQL type of a page of some view; each list gives it a name of its own by a subclass. */
export function pageType<T>(view: Type<T>, name: string): Type<Connection<T>> {
  @ObjectType(`${name}Edge`, { description: 'An entry of a page, with its place in the list.' })
  class Edge {
    @Field(() => view, { description: 'The entry.' })
    node: T;

    @Field(() => String, { description: 'Its place: `after` for what comes after it.' })
    cursor: string;
  }

  @ObjectType({ isAbstract: true })
  abstract class PageType {
    @Field(() => [view], { description: 'The page, without cursors.' })
    items: T[];

    @Field(() => String, { nullable: true, description: 'Cursor of the page after it; null on the last.' })
    next: string | null;

    @Field(() => [Edge], { description: 'The page, with a cursor for each entry (Relay).' })
    edges: Edge[];

    @Field(() => PageInfo, { description: 'Where the page lies in its list (Relay).' })
    pageInfo: PageInfo;

    @Field(() => Int, { nullable: true, description: 'Length of the list where that is known without counting; else null.' })
    totalCount: number | null;
  }
  return PageType as unknown as Type<Connection<T>>;
}

/** Arguments of what comes in pages: those of a query of REST, checked by the same class, and Relay's `first`. */
export function pageArgs<Q extends PageQuery>(query: Type<Q>): Type<Q & { first?: number }> {
  @ArgsType()
  class PagedArgs extends (query as Type<PageQuery>) {
    @Field(() => Int, { defaultValue: 50, description: 'At most this many.' })
    declare limit: number;

    @Field(() => String, { nullable: true, description: 'The `next` of the page before, or the cursor of an entry.' })
    declare after?: string;

    @Field(() => Int, { nullable: true, description: 'The same as `limit`, by the name that Relay has for it.' })
    @IsOptional()
    @IsInt()
    @Min(1)
    @Max(200)
    first?: number;
  }
  return PagedArgs as unknown as Type<Q & { first?: number }>;
}

/** `limit`, `after` and `first`. */
@ArgsType()
export class PageArgs extends pageArgs(PageQuery) {}

/** Arguments as the services take them. */
export function paged<T extends { readonly limit: number; readonly first?: number | undefined }>({ first, ...args }: T): Omit<T, 'first'> {
  return first === undefined ? args : { ...args, limit: first };
}
