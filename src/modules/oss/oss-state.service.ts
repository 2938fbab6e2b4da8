import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { Principal } from '../../kernel/principal.js';
import type { ApiCommand } from '../../platform/api/command-of.js';
import { decodeCursor, encodeCursor, pageOf, type Page } from '../../platform/api/paging.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { Commands } from '../../platform/idempotency/commands.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { OssGateway } from './client/oss-gateway.js';
import { signedFileView } from './files/signed-file.view.js';
import { SignedFilesService } from './files/signed-files.service.js';
import type { OssLicenceRow } from './oss-licence.entity.js';
import type { OssMessageRow } from './oss-message.entity.js';
import { licenceUnknown, nothingToTell, ossSilent } from './oss-refusals.js';
import { ossLicenceView, ossMessageView, type OssLicenceView, type OssMessageView, type OssStateView } from './oss-state.view.js';
import type { ReconciliationView } from './reconcile/reconciliation.view.js';
import { AGAIN, LICENCE_OF, MESSAGES_OF } from './outbound/message-statements.js';
import { OssNames, type Names } from './references/oss-names.js';
import { CHECK_NOW, DIFFERENT } from './reconcile/reconcile-statements.js';

const LIST = 'oss-differences';
const anIdIzin = (text: string) => text.length <= 100;

type Row<T> = T & Record<string, unknown>;

/** How cases stand with OSS, for whoever looks after it; and what can be done about it. */
@Injectable()
export class OssStateService {
  constructor(
    private readonly database: Database,
    private readonly cases: CaseReader,
    private readonly registry: DefinitionRegistry,
    private readonly line: OssGateway,
    private readonly commands: Commands,
    private readonly files: SignedFilesService,
    private readonly names: OssNames,
    private readonly clock: Clock,
  ) {}

  async of(principal: Principal, application: string): Promise<OssStateView> {
    const { agency, id } = await this.cases.application(principal, application, 'oss');
    const [licence] = await this.database.run<Row<OssLicenceRow>>(LICENCE_OF, [agency, id]);
    const messages = await this.database.run<Row<OssMessageRow>>(MESSAGES_OF, [agency, id]);
    const names = await this.namesFor(agency, licence ? [licence] : [], messages);
    const file = licence?.signed_file ? await this.files.of(agency, id) : undefined;
    return {
      mode: this.registry.agency(agency).oss?.mode ?? 'off',
      connected: this.line.speaks(agency),
      licence: licence ? ossLicenceView(licence, names) : null,
      file: file ? signedFileView(file) : null,
      messages: messages.map((message) => ossMessageView(message, names)),
    };
  }

  /** The last thing that OSS was told, once more; what has arrived already is found out first, and not told twice. */
  async resend({ principal, ...request }: ApiCommand, application: string): Promise<OssMessageView> {
    const { agency, id } = await this.cases.application(principal, application, 'oss');
    if (!this.line.speaks(agency)) throw ossSilent();
    const work = async (tx: Tx): Promise<OssMessageView> => {
      const [licence] = await tx.run<Row<OssLicenceRow>>(LICENCE_OF, [agency, id]);
      if (!licence) throw licenceUnknown();
      const last = (await tx.run<Row<OssMessageRow>>(MESSAGES_OF, [agency, id])).at(-1);
      if (!last) throw nothingToTell();
      await tx.run(AGAIN, [agency, last.id, this.clock.now()]);
      const again = (await tx.run<Row<OssMessageRow>>(MESSAGES_OF, [agency, id])).at(-1);
      return ossMessageView(again!, await this.namesFor(agency, [], [again!], tx));
    };
    return this.commands.run({ principal, ...request }, work, ({ id: message }) => ({
      kind: 'oss-resent',
      data: { application: id, message },
    }));
  }

  /** Compares with OSS now: one case, or all of the agency's. */
  async reconcile({ principal, ...request }: ApiCommand, application: string | undefined): Promise<ReconciliationView> {
    const { agency } = principal;
    if (!this.line.speaks(agency)) throw ossSilent();
    if (application !== undefined) await this.cases.application(principal, application, 'oss');
    const work = async (tx: Tx): Promise<ReconciliationView> => {
      const due = await tx.run(CHECK_NOW, [agency, this.clock.now(), application ?? null]);
      if (application !== undefined && due.length === 0) throw licenceUnknown();
      return { licences: due.length };
    };
    return this.commands.run({ principal, ...request }, work, ({ licences }) => ({
      kind: 'oss-compared',
      data: { licences, ...(application !== undefined && { application }) },
    }));
  }

  async differences({ agency }: Principal, { limit, after }: { limit: number; after?: string }): Promise<Page<OssLicenceView>> {
    const [from = ''] = after === undefined ? [] : decodeCursor(LIST, after, [anIdIzin]);
    const rows = await this.database.run<Row<OssLicenceRow>>(DIFFERENT, [agency, from, limit + 1]);
    const names = await this.namesFor(agency, rows, []);
    return pageOf(
      rows,
      limit,
      (row) => ossLicenceView(row, names),
      (row) => encodeCursor(LIST, [row.id_izin]),
    );
  }

  private namesFor(agency: string, licences: readonly OssLicenceRow[], messages: readonly OssMessageRow[], tx?: Tx): Promise<Names> {
    const statuses = [...licences.map(({ remote }) => remote), ...messages.map(({ kd_status: status }) => status)];
    const wanted = { licences: licences.map(({ kd_izin: code }) => code), statuses: statuses.filter((code) => code !== null) };
    return this.names.of(agency, wanted, tx);
  }
}
