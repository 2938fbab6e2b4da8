import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { OssGateway } from '../client/oss-gateway.js';
import { FileNotices } from '../files/file-notices.js';
import type { OssLicenceRow } from '../oss-licence.entity.js';
import { statusEffect } from '../wire/codes.js';
import { OssNames, type Names } from '../references/oss-names.js';
import { nextNight } from './next-night.js';
import { COMPARED, LOOK_AGAIN, PRESENT } from './reconcile-statements.js';
import { RemoteStatusApplier, type LicenceOfCase } from './apply-remote-status.js';

/** When OSS has not answered. */
const SOON_MS = 60_000;
/** When something is on its way to OSS. */
const AGAIN_MS = 5 * 60_000;

type Present = LicenceOfCase & { readonly under_way: boolean };

/** Compares one licence with OSS: what OSS has set by itself acts on the case, and what does not agree is kept for people to see. */
@Injectable()
export class Reconciler {
  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly line: OssGateway,
    private readonly word: RemoteStatusApplier,
    private readonly files: FileNotices,
    private readonly names: OssNames,
    private readonly clock: Clock,
  ) {}

  async check(licence: OssLicenceRow): Promise<void> {
    if (licence.issued && licence.signed_file === null) await this.askForFile(licence);
    await this.compare(licence);
  }

  private async compare({ agency, id_izin: idIzin, application_id: application, nib }: OssLicenceRow): Promise<void> {
    const answer = await this.line.call('checkLicenseStatus', { id_izin: idIzin }, { agency, application, idIzin, nib });
    if (answer.outcome === 'unavailable') return this.putOff(agency, idIzin);
    const remote = answer.outcome === 'accepted' ? (answer.data.dataIZIN?.kd_status ?? null) : null;
    const said = answer.outcome === 'accepted' ? (answer.data.dataIZIN?.uraian_status ?? null) : (answer.keterangan ?? null);
    const names = await this.names.of(agency, { statuses: remote === null ? [] : [remote] });
    await this.database.transaction(async (tx) => {
      const [present] = await tx.run<Present & Record<string, unknown>>(PRESENT, [agency, idIzin]);
      if (!present) return;
      const now = this.clock.now();
      // Something is on its way: what OSS says now is old before it is read.
      if (present.under_way) return void (await tx.run(COMPARED, [agency, idIzin, null, null, present.difference, now, later(now)]));
      const fresh = remote !== null && remote !== present.accepted && remote !== present.remote;
      const acted = fresh ? await this.word.act(tx, present, remote, said) : undefined;
      const difference = acted === true ? null : differenceOf(present, remote, said, acted, names);
      const next = difference === null && isOver(present) ? null : nextNight(now, this.registry.agency(agency).timeZone);
      await tx.run(COMPARED, [agency, idIzin, remote, said, difference, now, next]);
    });
  }

  /** A permit that is out and whose signed file OSS has not told us of: perhaps its word was lost. */
  private async askForFile({ agency, id_izin: idIzin, application_id: application, nib }: OssLicenceRow): Promise<void> {
    const asked = await this.line.call('inqueryFileDS', { id_permohonan_izin: idIzin }, { agency, application, idIzin, nib });
    const url = asked.outcome === 'accepted' ? asked.data.url_file_ds : undefined;
    if (url) await this.database.transaction((tx) => this.files.note(tx, { agency, idIzin, nib, url }));
  }

  private async putOff(agency: string, idIzin: string): Promise<void> {
    await this.database.run(LOOK_AGAIN, [agency, idIzin, new Date(this.clock.now().getTime() + SOON_MS)]);
  }
}

function later(now: Date): Date {
  return new Date(now.getTime() + AGAIN_MS);
}

/** A case that ended without a permit has nothing that could change any more. */
function isOver({ case_status: status }: Present): boolean {
  return status === 'rejected' || status === 'withdrawn';
}

/** In a sentence for people; null where both say the same. */
function differenceOf(
  present: Present,
  remote: string | null,
  said: string | null,
  acted: string | undefined,
  names: Names,
): string | null {
  const { accepted, issued, nib_status: nibStatus, nib, remote: before } = present;
  if (remote === null) return `OSS: ${said ?? 'no status'}`;
  if (acted) return `OSS ${label(remote, names)}: ${acted}`;
  if (nibStatus === '06') return `NIB ${nib} is no longer valid in OSS`;
  if (remote === accepted) return null;
  const effect = statusEffect(remote);
  // What OSS has set by itself and the case has followed is no difference the night after.
  if (effect && remote === before && present.difference === null) return null;
  if (issued && (effect === 'approved' || effect === 'deemed-approved' || remote === '58')) return null;
  // Nothing was told yet: whatever OSS begins with is right.
  if (accepted === null) return null;
  return `OSS ${label(remote, names)}, here ${label(accepted, names)}`;
}

function label(code: string, names: Names): string {
  const name = names.status(code);
  return name ? `${code} (${name})` : code;
}
