import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import { PaperReader } from '../../workflow/paper-reader.js';
import { OssRecordRow } from './oss-record.entity.js';
import { ossRecordView, type OssRecordView } from './oss-record.view.js';

/** Reads what was done in OSS. */
@Injectable()
export class OssRecordsService {
  constructor(private readonly papers: PaperReader) {}

  async one(principal: Principal, id: string): Promise<OssRecordView> {
    const { row } = await this.papers.one(OssRecordRow, 'oss-record', principal, id);
    return ossRecordView(row);
  }
}
