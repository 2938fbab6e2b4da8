import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Principal } from '../../../kernel/principal.js';
import type { ApiCommand } from '../../../platform/api/command-of.js';
import { Audit } from '../../../platform/audit/audit.js';
import { Commands, type CommandNote } from '../../../platform/idempotency/commands.js';
import type { Tx } from '../../../platform/database/tx.js';
import { OssGateway } from '../client/oss-gateway.js';
import { FETCH_FILE } from '../files/file-keeper.js';
import { FILE_AGAIN } from '../files/file-statements.js';
import { PROCESS_AGAIN } from '../inbound/inbox-statements.js';
import type { OssCallRow } from '../oss-call.entity.js';
import type { OssMessageRow } from '../oss-message.entity.js';
import { notReplayable, ossSilent } from '../oss-refusals.js';
import { AGAIN, MESSAGES_OF } from '../outbound/message-statements.js';
import type { OssAnswer } from '../wire/answer.js';
import { METHODS, type OssMethod } from '../wire/methods.js';
import { JournalService } from './journal.service.js';
import type { OssReplayView } from './journal.view.js';

const QUEUED: OssReplayView = { state: 'queued', outcome: null, sentence: null };

/**
 * Makes a call once more, for whoever supports the clerks: a question is asked again and answered here; what changes something goes
 * through the queue, in its order and after a look at what OSS has; what OSS sent is made something of once more.
 */
@Injectable()
export class Replay {
  constructor(
    private readonly journal: JournalService,
    private readonly line: OssGateway,
    private readonly commands: Commands,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async again({ principal, ...request }: ApiCommand, id: string): Promise<OssReplayView> {
    const call = await this.journal.row(principal, id);
    const noteOf = (): CommandNote => replayed(call);
    if (call.direction === 'in') return this.commands.run({ principal, ...request }, (tx) => this.takeIn(tx, call), noteOf);
    if (call.method === FETCH_FILE) return this.commands.run({ principal, ...request }, (tx) => this.fetchAgain(tx, call), noteOf);
    if (!this.line.speaks(call.agency)) throw ossSilent();
    if (Object.hasOwn(METHODS, call.method) && !METHODS[call.method as OssMethod].changes) return this.ask(call, principal);
    return this.commands.run({ principal, ...request }, (tx) => this.tell(tx, call), noteOf);
  }

  private async takeIn(tx: Tx, { agency, inbox_id: inbox }: OssCallRow): Promise<OssReplayView> {
    const [again] = inbox ? await tx.run(PROCESS_AGAIN, [agency, inbox]) : [];
    if (!again) throw notReplayable({ why: 'nothing was kept that could be made something of' });
    return QUEUED;
  }

  private async fetchAgain(tx: Tx, { agency, id_izin: idIzin }: OssCallRow): Promise<OssReplayView> {
    const [again] = await tx.run(FILE_AGAIN, [agency, idIzin, this.clock.now()]);
    if (!again) throw notReplayable({ why: 'OSS has named no file of this licence' });
    return QUEUED;
  }

  private async tell(tx: Tx, { agency, application_id: application, message_id: message }: OssCallRow): Promise<OssReplayView> {
    const last = (await tx.run<OssMessageRow & Record<string, unknown>>(MESSAGES_OF, [agency, application])).at(-1);
    if (!message || last?.id !== message) throw notReplayable({ why: 'OSS was told something later of this licence' });
    await tx.run(AGAIN, [agency, message, this.clock.now()]);
    return QUEUED;
  }

  /** Noted before OSS is asked: the call leaves this service whatever becomes of it. */
  private async ask(call: OssCallRow, principal: Principal): Promise<OssReplayView> {
    await this.audit.note(undefined, { agency: principal.agency, actor: principal, ...replayed(call) });
    const { outcome, keterangan = null } = await this.question(call);
    return { state: 'called', outcome, sentence: keterangan };
  }

  private question(call: OssCallRow): Promise<OssAnswer<OssMethod>> {
    const { agency, application_id: application, id_izin: idIzin, nib } = call;
    const about = { agency, application, idIzin, nib };
    if (call.method === 'checkNIB' && nib) return this.line.call('checkNIB', { nib }, about);
    if (call.method === 'inqueryNIB' && nib) return this.line.call('inqueryNIB', { nib }, about);
    if (call.method === 'checkLicenseStatus' && idIzin) return this.line.call('checkLicenseStatus', { id_izin: idIzin }, about);
    if (call.method === 'inqueryFileDS' && idIzin) return this.line.call('inqueryFileDS', { id_permohonan_izin: idIzin }, about);
    if (call.method === 'inqueryLicense' && idIzin)
      return this.line.call('inqueryLicense', { id_izin: idIzin, data_persyaratan: true }, about);
    throw notReplayable({ why: 'it is not known what it asked about' });
  }
}

function replayed({ id, method, direction, application_id: application }: OssCallRow): CommandNote {
  return { kind: 'oss-call-replayed', data: { call: id, method, direction, application } };
}
