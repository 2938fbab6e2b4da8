import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { decode } from '../modules/oss/wire/decode.js';
import { DATA_NIB } from '../modules/oss/wire/data-nib.js';
import type { Business, Issue, Licence, SeenCall, StatusChange } from './licence.js';

/** More would make the page long and the file slow. */
const MOST_CALLS = 1000;
const SAVE_AFTER_MS = 100;

interface Kept {
  readonly businesses: readonly Business[];
  readonly licences: readonly Licence[];
  readonly calls: readonly SeenCall[];
}

/** All that the simulator knows, in a file as well if it was given one. */
export class Memory {
  private businesses = new Map<string, Business>();
  private licences = new Map<string, Licence>();
  private seen: SeenCall[] = [];
  private lastCall = 0;
  private saving: NodeJS.Timeout | undefined;

  constructor(private readonly file?: string) {
    if (file) this.load(file);
  }

  business(nib: string): Business | undefined {
    return this.businesses.get(nib);
  }

  licence(idIzin: string): Licence | undefined {
    return this.licences.get(idIzin);
  }

  allBusinesses(): readonly Business[] {
    return [...this.businesses.values()];
  }

  allLicences(): readonly Licence[] {
    return [...this.licences.values()];
  }

  /** How many licences of a business have a number. */
  numbersOf(nib: string): number {
    return this.allLicences().reduce((sum, licence) => sum + (licence.nib === nib ? licence.issues.length : 0), 0);
  }

  /** The latest last. */
  calls(): readonly SeenCall[] {
    return this.seen;
  }

  /** A business and the licences it applies for; what is known of those already is kept. */
  know(data: Readonly<Record<string, unknown>>): Business {
    const { value } = decode(DATA_NIB, data);
    const nib = value.nib ?? '';
    const business = { nib, status: value.status_nib ?? '01', data };
    this.businesses.set(nib, business);
    for (const item of value.data_checklist ?? []) {
      if (!item.id_izin || this.licences.has(item.id_izin)) continue;
      this.licences.set(item.id_izin, {
        idIzin: item.id_izin,
        nib,
        idProyek: item.id_proyek,
        ossId: value.oss_id,
        kdIzin: item.kd_izin,
        kdDaerah: item.kd_daerah,
        kewenangan: item.kewenangan,
        status: undefined,
        history: [],
        issues: [],
        updates: 0,
        signedFile: undefined,
      });
    }
    this.changed();
    return business;
  }

  addStatus(idIzin: string, change: StatusChange): void {
    this.change(idIzin, (licence) => ({ ...licence, status: change.kdStatus, history: [...licence.history, change] }));
  }

  addIssue(idIzin: string, issue: Issue): void {
    this.change(idIzin, (licence) => ({ ...licence, issues: [...licence.issues, issue] }));
  }

  /** Completes an issue by its number: the second of the two phases. */
  completeIssue(idIzin: string, number: string, parts: Partial<Issue>): void {
    const completed = (issue: Issue) => (issue.number === number ? { ...issue, ...parts } : issue);
    this.change(idIzin, (licence) => ({ ...licence, issues: licence.issues.map(completed) }));
  }

  change(idIzin: string, how: (licence: Licence) => Licence): void {
    const licence = this.licences.get(idIzin);
    if (!licence) return;
    this.licences.set(idIzin, how(licence));
    this.changed();
  }

  note(call: Omit<SeenCall, 'no'>): SeenCall {
    const seen = { no: ++this.lastCall, ...call };
    this.seen.push(seen);
    if (this.seen.length > MOST_CALLS) this.seen.splice(0, this.seen.length - MOST_CALLS);
    this.changed();
    return seen;
  }

  forget(): void {
    this.businesses.clear();
    this.licences.clear();
    this.seen = [];
    this.changed();
  }

  /** Writes down what is not written yet. */
  save(): void {
    clearTimeout(this.saving);
    this.saving = undefined;
    if (!this.file) return;
    const kept: Kept = { businesses: this.allBusinesses(), licences: this.allLicences(), calls: this.seen };
    // Beside it first: a file that is half written would be no memory at all. Two on one file: the last one counts.
    const beside = `${this.file}.${process.pid}`;
    writeFileSync(beside, JSON.stringify(kept), { mode: 0o600 });
    renameSync(beside, this.file);
  }

  private changed(): void {
    if (!this.file || this.saving) return;
    this.saving = setTimeout(() => this.save(), SAVE_AFTER_MS).unref();
  }

  private load(file: string): void {
    let kept: Kept;
    try {
      kept = JSON.parse(readFileSync(file, 'utf8')) as Kept;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw new Error(`${file} is no memory of the simulator; move it away: ${(error as Error).message}`, { cause: error });
    }
    this.businesses = new Map(kept.businesses.map((business) => [business.nib, business]));
    this.licences = new Map(kept.licences.map((licence) => [licence.idIzin, licence]));
    this.seen = [...kept.calls];
    this.lastCall = this.seen.at(-1)?.no ?? 0;
  }
}
