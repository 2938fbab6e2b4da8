import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import { OutboxRelay, type OutboxHandler, type OutboxMessage } from '../../platform/outbox/outbox-relay.js';

export const CASES_CHANNEL = 'terbit_cases';

/** That something has happened to a case. */
export interface CaseNews {
  readonly agency: string;
  readonly application: string;
  readonly seq: number;
}

const ANNOUNCE = statement(
  'case-news.announce',
  `select pg_notify('${CASES_CHANNEL}', json_build_object('agency', agency, 'application', application, 'seq', seq)::text)
     from unnest($1::text[], $2::text[], $3::int[]) as news(agency, application, seq)`,
);

/** Notifies every node of each event from the outbox, outside the command. */
@Injectable()
export class CaseAnnouncer implements OutboxHandler, OnModuleInit {
  constructor(
    private readonly relay: OutboxRelay,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    if (this.config.role.includes('worker')) this.relay.add(this);
  }

  async handle(tx: Tx, messages: readonly OutboxMessage[]): Promise<() => void> {
    const columns = [messages.map((each) => each.agency), messages.map((each) => each.application_id), messages.map((each) => each.seq)];
    await tx.run(ANNOUNCE, columns);
    return () => undefined;
  }
}
