import { ModelCase } from './case.js';
import { readerOf } from './checks.js';
import type { Http } from './client.js';
import { compareCase, type CaseView } from './compare.js';
import type { Draw } from './draw.js';
import type { Office } from './office.js';
import type { Planned } from './plan.js';
import type { Random } from './random.js';

type Data = Record<string, unknown>;

/** New cases: by applicants with an account, and at the counter for those without. Each person has a NIK and an address of their own. */
export class Openings {
  private count = 0;
  private readonly forms = new Map<string, { readonly applicant: Data; readonly form: Data }>();

  constructor(
    private readonly office: Office,
    private readonly random: Random,
    private readonly http: Http,
  ) {}

  /** Reads the examples of the forms, which the service gives. */
  async readForms(): Promise<void> {
    for (const { agency, code } of this.office.tables) {
      interface Schema {
        readonly examples: Data[];
      }
      const { form, applicant } = await this.http.get<{ form: Schema; applicant: Schema }>(
        readerOf(this.office, agency),
        `/v1/services/${code}`,
      );
      this.forms.set(code, { form: form.examples[0]!, applicant: applicant.examples[0]! });
    }
  }

  draw(draw: Draw): Planned {
    const { office, random } = this;
    const table = random.pick(office.tables);
    const no = ++this.count;
    const counter = random.chance(0.3);
    const user = random.pick(office.holders(table.agency, counter ? 'front-office' : 'applicant'));
    const { applicant, form } = this.forms.get(table.code)!;
    const nik = `121101450890${String(no).padStart(4, '0')}`;
    const withNik = (data: Data) => ({ ...data, ...('nik' in data && { nik }) });
    const who = { ...withNik(applicant), name: `Pemohon Model ${no}`, email: `pemohon${no}@example.com` };
    return {
      name: `open ${table.code}${counter ? ' at the counter' : ''}`,
      request: draw.requests().open(user, { service: table.code, applicant: who, form: withNik(form) }, draw.key()),
      status: 201,
      apply: (body) => {
        const { id, number, openTasks } = body as CaseView;
        const hours = office.hoursOf(table.agency);
        const kase = new ModelCase(table, id, number, counter ? null : user, hours, openTasks[0]!.id, office.now);
        office.cases.push(kase);
        compareCase(kase, body as CaseView, office.now);
      },
    };
  }
}
