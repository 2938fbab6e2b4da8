import { typedBySchema } from '../kernel/typed/typed-schema.js';
import type { SopDefinition } from '../sop/sop-definition.js';
import { applicantSchema } from './applicant-schema.js';
import type { FilledForm } from './filled-forms.js';

/** A form with each number, name and address in the form in which it is kept; the same parts where nothing changes. Pure. */
export function canonicalForm(definition: SopDefinition, { applicant, form }: FilledForm): FilledForm {
  return { applicant: typedBySchema(applicantSchema(definition), applicant), form: typedBySchema(definition.form, form) };
}
