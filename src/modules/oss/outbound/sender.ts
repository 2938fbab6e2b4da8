import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { SignedLinks } from '../../../platform/files/signed-links.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { ISSUED_LETTERS, type IssuedLetters, type LetterOfCase } from '../../../workflow/issued-letters.js';
import type { About } from '../client/about.js';
import { OssGateway } from '../client/oss-gateway.js';
import type { OssLicenceRow } from '../oss-licence.entity.js';
import type { OssAnswer } from '../wire/answer.js';
import type { OssMethod } from '../wire/methods.js';
import type { NextMessage, Sent } from './next-message.js';
import { finalOf, numberRequest, statusOf, updateOf, type EnvelopeMaterial } from './envelopes.js';
import { LICENCE } from './message-statements.js';

/** NIB status (Lamp. 14) of a business that may apply: active, allowed to prepare, allowed to operate. */
const NIB_ACTIVE = ['01', '03', '04'];
const HOUR_MS = 3_600_000;

const refused = (sentence: string): Sent => ({ kind: 'refused', code: null, sentence });

/** Makes the calls of one message, and says what OSS said. What may have arrived before is looked for before it is sent again. */
@Injectable()
export class Sender {
  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly line: OssGateway,
    private readonly links: SignedLinks,
    @Inject(ISSUED_LETTERS) private readonly letters: IssuedLetters,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async send(head: NextMessage, again: boolean): Promise<Sent> {
    const [licence] = await this.database.run<OssLicenceRow & Record<string, unknown>>(LICENCE, [head.agency, head.id_izin]);
    if (!licence) return refused('Izin ini tidak dikenal lagi.');
    const about: About = {
      agency: head.agency,
      application: head.application_id,
      idIzin: head.id_izin,
      nib: licence.nib,
      message: head.id,
    };
    if (head.call === 'validate') return this.validate(licence, about);
    // A correction keeps the number of the licence: to ask for another would be another licence.
    if (head.call === 'number' && licence.oss_number) return { kind: 'accepted', code: null, sentence: 'Nomor OSS sudah ada.' };
    if (again && !(head.call === 'publish' && licence.issued)) {
      const there = await this.isThere(head, about);
      if (there) return there;
    }
    if (head.call === 'status') return this.status(head, licence, about);
    return this.licence(head, licence, about);
  }

  /** Whether OSS has what was sent before, though its answer was lost; undefined when it has not. */
  private async isThere(head: NextMessage, about: About): Promise<Sent | undefined> {
    const check = await this.line.call('checkLicenseStatus', { id_izin: head.id_izin }, about);
    if (check.outcome === 'unavailable') return sentOf(check);
    if (check.outcome === 'refused' || check.data.dataIZIN?.kd_status !== head.kd_status) return undefined;
    if (head.call === 'status') return { ...sentOf(check), sentence: check.data.dataIZIN?.uraian_status ?? check.keterangan ?? null };
    const number = await this.numberInOss(about);
    // Its own number is what the first phase is for: without it, it is asked for once more.
    if (head.call === 'number' && !number) return undefined;
    return { ...sentOf(check), ...(number && { number }) };
  }

  private async numberInOss(about: About): Promise<string | undefined> {
    const found = await this.line.call('inqueryLicense', { id_izin: about.idIzin!, data_persyaratan: true }, about);
    if (found.outcome !== 'accepted') return undefined;
    return found.data.data?.data_checklist?.find((item) => item.id_izin === about.idIzin)?.no_izin;
  }

  /** The business is active, and OSS knows the licence as the one we think it is. */
  private async validate(licence: OssLicenceRow, about: About): Promise<Sent> {
    const nib = await this.line.call('checkNIB', { nib: licence.nib }, about);
    if (nib.outcome !== 'accepted') return sentOf(nib);
    const { status } = nib.data.dataNIB ?? {};
    if (status !== undefined && !NIB_ACTIVE.includes(status)) return refused(`NIB ${licence.nib} tidak aktif di OSS (status ${status}).`);
    const found = await this.line.call('inqueryLicense', { id_izin: licence.id_izin, data_persyaratan: true }, about);
    if (found.outcome !== 'accepted') return sentOf(found);
    const { kd_izin: kdIzin } = found.data.data ?? {};
    if (kdIzin !== undefined && kdIzin !== licence.kd_izin) return refused(`Di OSS izin ini berkode ${kdIzin}, bukan ${licence.kd_izin}.`);
    return sentOf(found);
  }

  private async status(head: NextMessage, licence: OssLicenceRow, about: About): Promise<Sent> {
    const letter = (head.body as { letter?: boolean }).letter ? await this.letters.ofApplication(head.agency, head.application_id) : null;
    const material = await this.material(head, licence, letter);
    return sentOf(await this.line.call('receiveLicenseStatus', statusOf(material), about));
  }

  private async licence(head: NextMessage, licence: OssLicenceRow, about: About): Promise<Sent> {
    const letter = await this.letters.ofApplication(head.agency, head.application_id);
    if (!letter) return refused('Surat izin belum bernomor.');
    const material = await this.material(head, licence, letter);
    if (head.call === 'number') return numbered(await this.line.call('receiveLicense', numberRequest(material, letter), about));
    if (licence.issued) return numbered(await this.line.call('updateLicense', updateOf(material, letter), about));
    return numbered(await this.line.call('receiveLicense', finalOf(material, letter), about));
  }

  private async material(message: NextMessage, licence: OssLicenceRow, letter: LetterOfCase | null): Promise<EnvelopeMaterial> {
    const agency = this.registry.agency(message.agency);
    const file = letter && ({ agency: agency.code, record: 'letter', id: letter.id } as const);
    const link = file && (await this.links.urlOf(file, this.config.ossLinkHours * HOUR_MS));
    return { agency, oss: agency.oss!, licence, message, letter, link };
  }
}

function numbered(answer: OssAnswer<'receiveLicense' | 'updateLicense'>): Sent {
  const number = answer.outcome === 'accepted' ? (answer.data as { nomor_izin?: string }).nomor_izin : undefined;
  return { ...sentOf(answer), ...(number && { number }) };
}

function sentOf(answer: OssAnswer<OssMethod>): Sent {
  return { kind: answer.outcome, code: answer.kode ?? null, sentence: answer.keterangan ?? null };
}
