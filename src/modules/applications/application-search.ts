import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { Principal } from '../../kernel/principal.js';
import { aMoment, anId, decodeCursor, encodeCursor, pageOf, type CursorPart, type Page } from '../../platform/api/paging.js';
import { periodOf } from '../../platform/api/period.js';
import { inputInvalid } from '../../platform/api/problem.js';
import { Audit } from '../../platform/audit/audit.js';
import { permitted } from '../../platform/auth/permissions.js';
import { Vault } from '../../platform/crypto/vault.js';
import { applicationView, type ApplicationView } from '../../workflow/application.view.js';
import { CaseSearch, type CaseFilter, type FoundCase, type SearchOrder } from '../../workflow/case-search.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { termOf } from '../../workflow/personal-fields.js';
import { TrackingCodes } from '../../workflow/tracking-codes.js';
import { isStaff } from '../../workflow/visibility.js';
import type { ApplicationsQuery } from './applications.query.js';

/** What a place in a list is made of, by its order; the cursor of one order is of no use in another. */
const PLACES: Readonly<Record<SearchOrder, readonly CursorPart[]>> = {
  newest: [anId],
  oldest: [anId],
  urgent: [(text) => text === 'infinity' || aMoment(text), anId],
  relevance: [(text) => /^[0-4]\.\d{4}$/.test(text), anId],
};

const NOTHING_TO_WEIGH = { id: 'Urutan ini perlu kata yang dicari ("q").', en: 'This order needs words to look for ("q").' };

/** Finds applications by words, periods and how they stand. */
@Injectable()
export class ApplicationSearch {
  constructor(
    private readonly search: CaseSearch,
    private readonly registry: DefinitionRegistry,
    private readonly codes: TrackingCodes,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(principal: Principal, query: ApplicationsQuery): Promise<Page<ApplicationView>> {
    const { q, service, status, step, limit } = query;
    const order = query.order ?? (q === undefined || termOf(q) ? 'newest' : 'relevance');
    if (order === 'relevance' && q === undefined) throw inputInvalid({}, [{ pointer: '/order', detail: NOTHING_TO_WEIGH }]);
    const list = order === 'newest' ? 'applications' : `applications ${order}`;
    const { timeZone } = this.registry.agency(principal.agency);
    const filter = {
      service,
      status,
      step,
      applicant: query.applicant === 'me' ? principal.id : query.applicant,
      opened: periodOf({ from: query.openedFrom, until: query.openedUntil }, { from: 'openedFrom', until: 'openedUntil' }, timeZone),
      closed: periodOf({ from: query.closedFrom, until: query.closedUntil }, { from: 'closedFrom', until: 'closedUntil' }, timeZone),
      after: query.after === undefined ? undefined : decodeCursor(list, query.after, PLACES[order]),
      limit: limit + 1,
    };
    const found = (await this.ofPerson(principal, q, filter)) ?? (await this.search.find(principal, { ...filter, q, order }));
    const timing = { working: this.registry.working(principal.agency), now: this.clock.now() };
    const views = await Promise.all(
      found.map(async ({ row, place }) => {
        const { definition } = await this.registry.version(row.agency, row.service, row.definition);
        return { view: applicationView(row, definition, timing, await this.codes.for(principal, row)), place };
      }),
    );
    return pageOf(
      views,
      limit,
      ({ view }) => view,
      ({ place }) => encodeCursor(list, place),
    );
  }

  /**
   * By a number or an address of a person, which lie nowhere to be read, through their keyed hash; the newest first. Undefined for other
   * words, and for who may not search so. What looks like a telephone may be part of another number.
   */
  private async ofPerson(
    principal: Principal,
    q: string | undefined,
    filter: Omit<CaseFilter, 'q' | 'order'>,
  ): Promise<FoundCase[] | undefined> {
    const term = q === undefined ? undefined : termOf(q);
    if (!term || !permitted(principal, 'personal.search')) return undefined;
    const { agency } = principal;
    const hash = this.vault.hash(agency, term.kind, term.value);
    // An applicant finds only their own.
    if (isStaff(principal))
      await this.audit.note(undefined, { agency, kind: 'person-searched', actor: principal, data: { by: term.kind, hash } });
    const found = await this.search.find(principal, { ...filter, hash, order: 'newest' });
    return found.length > 0 || term.kind !== 'phone' ? found : undefined;
  }
}
