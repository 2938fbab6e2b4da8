import { Inject, Injectable } from '@nestjs/common';
import { refusal } from '../../kernel/refusal.js';
import { CONFIG, type Config } from '../config/config.js';
import { askForTimeStamp, stampsBytes, TimeStampFault } from './time-stamp.js';

export const timeStampUnavailable = refusal('unavailable', 'TIME_STAMP_UNAVAILABLE', {
  id: 'Surat ini menunggu stempel waktu: server stempel waktu tidak memberikannya ({why}). Surat dibuat sendiri setelah server itu menjawab.',
  en: 'This letter waits for its time stamp: the time stamp server does not give one ({why}). It is made by itself once that server answers.',
});

/** The time stamp server of the installation (`TSA_URL`). */
@Injectable()
export class TimeStamps {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Whether letters get a time stamp. */
  get configured(): boolean {
    return this.config.tsaUrl !== undefined;
  }

  /** A token over some bytes; refused where the server does not answer, or answers something else. */
  async stamp(bytes: Buffer): Promise<Buffer> {
    try {
      return await askForTimeStamp(this.config.tsaUrl!, bytes, this.config.tsaTimeoutMs);
    } catch (error) {
      if (error instanceof TimeStampFault) throw timeStampUnavailable({ why: error.message });
      throw error;
    }
  }

  /** Whether a token that was kept is over these bytes. */
  over(token: Buffer, bytes: Buffer): Promise<boolean> {
    return stampsBytes(token, bytes);
  }
}
