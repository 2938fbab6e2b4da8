import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';
import { StepOutcomeView } from './step-outcome.view.js';

@ObjectType('ServiceSummary', { description: 'A service that can be applied for.' })
export class ServiceSummaryView {
  @ApiField(() => String, { description: 'Code.' })
  code: string;

  @ApiField(() => String, { description: 'Name, in the language of the reader.' })
  name: string;

  @ApiField(() => String, { description: 'Code of the agency.' })
  agency: string;

  @ApiField(() => String, { description: 'Number of the SOP.' })
  sopNumber: string;

  @ApiField(() => Int, { description: 'Version of the definition.' })
  version: number;
}

@ObjectType('Requirement', { description: 'What must be handed in.' })
export class RequirementView {
  @ApiField(() => String, { description: 'Code, for uploads and findings.' })
  code: string;

  @ApiField(() => String, { description: 'Label, in the language of the reader.' })
  label: string;

  @ApiField(() => Boolean, { description: 'Whether a file is incomplete without it.' })
  required: boolean;

  @ApiField(() => Boolean, { description: 'Whether it holds specific personal data, such as health.' })
  sensitive: boolean;
}

@ObjectType('Step', { description: 'A row of the SOP, in its own words.' })
export class StepView {
  @ApiField(() => Int, { description: 'Number.' })
  no: number;

  @ApiField(() => String, { description: 'Kegiatan, to the letter.' })
  activity: string;

  @ApiField(() => String, { description: 'The kind of work, such as check-completeness.' })
  does: string;

  @ApiField(() => [String], { description: 'Who acts first, then who takes part.' })
  roles: string[];

  @ApiField(() => String, { description: '`source`: the performer stands in the SOP; `reading`: it is read from it.' })
  performersFrom: string;

  @ApiField(() => String, { description: 'Kelengkapan, to the letter.' })
  completeness: string;

  @ApiField(() => String, { description: 'Waktu, as written.' })
  standardTime: string;

  @ApiField(() => String, { description: 'Output, to the letter.' })
  output: string;

  @ApiField(() => String, { description: 'Keterangan.' })
  remarks: string;

  @ApiField(() => [StepOutcomeView], { description: 'How it can end, the forward path first.' })
  outcomes: StepOutcomeView[];
}

@ObjectType('Service', { description: 'A service with its SOP, as in the definition.' })
export class ServiceView extends ServiceSummaryView {
  @ApiField(() => String, { description: 'Hash of the definition: what a case is pinned to.' })
  sha256: string;

  @ApiField(() => Json, {
    description:
      'Header block of the SOP: number, approval, legal basis, qualifications, related SOPs, equipment, warnings, record keeping.',
  })
  header: object;

  @ApiField(() => Json, { description: 'Columns of the SOP: role, section, title in the source.', json: 'list' })
  actors: object;

  @ApiField(() => [RequirementView], { description: 'What must be handed in.' })
  requirements: RequirementView[];

  @ApiField(() => Json, { description: 'JSON Schema of the form, with examples that are accepted as they stand.' })
  form: object;

  @ApiField(() => Json, { description: 'JSON Schema of the applicant, with examples.' })
  applicant: object;

  @ApiField(() => [StepView], { description: 'Every row of the SOP.' })
  steps: StepView[];

  @ApiField(() => Json, { description: 'Standard time per ending: days, milliseconds, text, and the rows on the way.' })
  standardTotals: object;

  @ApiField(() => Json, {
    description: 'Time that a law gives for the decision: working days, row it starts after, effect, warnings, legal basis.',
    nullable: true,
  })
  statutory: object | null;

  @ApiField(() => String, { description: 'Path of the picture with a lane per role.' })
  diagram: string;
}
