import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { inputInvalid } from '../../platform/api/problem.js';
import { dateSchema, documentSchema, linesSchema, objectSchema, textSchema } from '../../platform/api/schema-parts.js';
import { CaseTexts } from '../../platform/crypto/case-texts.js';
import type { Tx } from '../../platform/database/tx.js';
import { Documents } from '../../platform/files/documents.js';
import { dateIn } from '../../platform/numbering/number-format.js';
import { enterInBook } from '../../platform/numbering/numbering.js';
import type { ActivityDeclaration } from '../../sop/sop-definition.js';
import type { Activity, ActivityContext, ActivityEffect, InputContext } from '../../workflow/activity.js';
import { numberPlace } from '../../workflow/number-place.js';
import { bookOption } from '../../workflow/step-options.js';
import { MEMBERS_EXAMPLE, MEMBERS_SCHEMA } from './members.js';
import type { Member } from './recommendation.entity.js';
import { Recommendations } from './recommendations.repository.js';

interface InspectInput {
  readonly date: string;
  readonly place: string;
  readonly members: readonly Member[];
  readonly findings: string;
  readonly photos?: readonly string[];
}

/** A report of a visit comes after the visit. */
const NOT_YET_VISITED = {
  id: 'inspection-not-in-future',
  check: 'not-in-future',
  fields: ['/input/date'],
  then: 'refuse',
  says: { id: 'Tanggal peninjauan tidak boleh sesudah hari ini.', en: 'The date of the inspection must not be after today.' },
} as const;

/** Row 7: the field visit: a numbered assignment letter (SPT) goes in, an inspection report (berita acara) comes out. */
@Injectable()
export class InspectActivity implements Activity {
  readonly declaration: ActivityDeclaration = {
    name: 'inspect',
    outcomes: ['inspected'],
    options: bookOption('agenda'),
    inputs: { date: 'date' },
    rules: [NOT_YET_VISITED],
  };

  constructor(
    private readonly documents: Documents,
    private readonly recommendations: Recommendations,
    private readonly texts: CaseTexts,
  ) {}

  inputSchema({ agency, now }: InputContext) {
    const properties = {
      date: dateSchema('Tanggal peninjauan'),
      place: textSchema('Tempat', 500),
      members: MEMBERS_SCHEMA,
      findings: linesSchema('Hasil peninjauan', 5000),
      photos: { type: 'array', title: 'Foto (berkas yang sudah diunggah)', maxItems: 20, uniqueItems: true, items: documentSchema('Foto') },
    };
    const example = {
      date: dateIn(now, agency.timeZone),
      place: 'Lokasi usaha',
      members: MEMBERS_EXAMPLE,
      findings: 'Sesuai dengan permohonan.',
    };
    return objectSchema(properties, ['date', 'place', 'members', 'findings'], example);
  }

  async perform(tx: Tx, context: ActivityContext): Promise<ActivityEffect> {
    const { agency, definition, step, application, principal, now } = context;
    const { date, place, members, findings, photos = [] } = context.input as unknown as InspectInput;
    if (date > dateIn(now, agency.timeZone)) throw inputInvalid({}, [{ pointer: '/input/date', detail: NOT_YET }]);
    await this.documents.mustBelong(tx, agency.code, application.id, photos, '/input/photos');
    const book = numberPlace(agency, definition, step.options['book'] as string, now);
    const of = { agency: agency.code, owner: application.id };
    const details = (await this.texts.kept('bookDetails', of, { date, place }, tx)) as Readonly<Record<string, unknown>>;
    const assignmentNumber = await enterInBook(tx, book, {
      application: application.id,
      subject: newId(now),
      addressedTo: members
        .map((member) => member.name)
        .join(', ')
        .slice(0, 300),
      summary: `Surat perintah tugas: ${step.activity}, ${application.number}`,
      details,
      enteredBy: principal.name,
    });
    const report = { assignmentNumber, date, place, members, findings, photos, reportedAt: now.toISOString(), reportedBy: principal.name };
    const id = await this.recommendations.add(tx, context, 'inspection', report);
    return { records: [{ kind: 'recommendation', id }], data: { assignmentNumber, date, place } };
  }
}

const NOT_YET = { id: 'Tanggal peninjauan belum tiba.', en: 'The day of the visit has not come yet.' };
