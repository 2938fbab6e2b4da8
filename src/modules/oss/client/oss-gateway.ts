import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { OssJournal } from '../journal/oss-journal.js';
import type { OssAnswer } from '../wire/answer.js';
import type { OssMethod, RequestOf } from '../wire/methods.js';
import type { About } from './about.js';
import { DoesNotFit, OssClient, type OssCall } from './oss-client.js';
import { ossConnection, type OssConnection } from './oss-connection.js';

/** Our line to OSS: whether there is one, and calls over it that leave their trace in the journal. */
@Injectable()
export class OssGateway {
  private readonly connection: OssConnection | undefined;

  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly journal: OssJournal,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.connection = ossConnection(config);
  }

  /** Whether an agency works by the web service, and there is one to speak to. */
  speaks(agency: string): boolean {
    return this.connection !== undefined && this.registry.agency(agency).oss?.mode === 'api';
  }

  /** What does not fit its envelope is refused here, in a sentence that names the field: it never leaves the house. */
  async call<M extends OssMethod>(method: M, body: RequestOf<M>, about: About): Promise<OssAnswer<M>> {
    if (!this.connection) return { outcome: 'unavailable', why: 'network', keterangan: 'OSS is not configured', mayHaveActed: false };
    const client = new OssClient(this.connection, this.clock, (call) => this.keep(call, about));
    try {
      return await client.call(method, body);
    } catch (error) {
      if (!(error instanceof DoesNotFit)) throw error;
      return { outcome: 'refused', kode: 'local', keterangan: `Tidak dikirim: ${error.message}` };
    }
  }

  private async keep(call: OssCall, about: About): Promise<void> {
    const { outcome, kode = null, keterangan = null } = call.answer;
    await this.journal.record(call, about, { outcome, code: kode, sentence: keterangan, tookMs: call.durationMs });
  }
}
