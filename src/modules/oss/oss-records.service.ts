import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import { CaseTexts } from '../../platform/crypto/case-texts.js';
import { PaperReader } from '../../workflow/paper-reader.js';
import { OssRecordRow } from './oss-record.entity.js';
import { ossRecordView, type OssRecordView } from './oss-record.view.js';

/** Reads what was done in OSS. */
@Injectable()
export class OssRecordsService {
  constructor(
    private readonly papers: PaperReader,
    private readonly texts: CaseTexts,
  ) {}

  async one(principal: Principal, id: string): Promise<OssRecordView> {
    const { row } = await this.papers.one(OssRecordRow, 'oss-record', principal, id);
    const [opened] = await this.texts.openedRows([row], row.agency, ({ application_id: id }) => id, { reason: 'ossReason' });
    return ossRecordView(opened!);
  }
}
