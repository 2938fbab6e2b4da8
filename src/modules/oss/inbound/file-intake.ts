import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/tx.js';
import { FileNotices } from '../files/file-notices.js';
import { decode, keysOf } from '../wire/decode.js';
import { INBOUND } from '../wire/methods.js';
import type { ArrivedRow, Made } from './arrived.js';
import { OssInbox } from './oss-inbox.js';

/** Notes where the file of a licence lies that OSS has signed. One whose licence is not known yet is held until it is. */
@Injectable()
export class FileIntake {
  constructor(
    private readonly inbox: OssInbox,
    private readonly notices: FileNotices,
  ) {}

  async process(tx: Tx, row: ArrivedRow): Promise<Made> {
    const outer = JSON.parse(await this.inbox.payload(row, tx)) as object;
    const { envelope, request } = INBOUND.receiveFileDS;
    const {
      id_izin: idIzin = null,
      nib = null,
      file_izin: url,
    } = decode(request, keysOf(outer).get(envelope.toLowerCase()) ?? outer).value;
    const found = url && (await this.notices.note(tx, { agency: row.agency, idIzin, nib, url }));
    const after = () => undefined;
    return found ? { result: `the file of ${found}`, after } : { result: 'its licence is not known yet', held: true, after };
  }
}
