import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../platform/api/api-field.js';
import { Json } from '../platform/api/json.scalar.js';
import type { CaseWarning } from '../sop/rules/case-warning.js';
import type { Label, SopDefinition } from '../sop/sop-definition.js';

@ObjectType('CaseWarning', { description: 'A rule of the service that an application does not meet, and that somebody should look at.' })
export class CaseWarningView {
  @ApiField(() => String, { description: 'Id: by it the warning is confirmed. Other values make another warning.' })
  id: string;

  @ApiField(() => String, { description: 'Id of the rule in the definition of the service.' })
  rule: string;

  @ApiField(() => Int, { description: 'The row whose input it is about; null where it is about the form.', nullable: true })
  step: number | null;

  @ApiField(() => [String], { description: 'JSON pointers to the fields that contradict each other.' })
  fields: string[];

  @ApiField(() => Json, { description: 'The sentence: id and en.' })
  message: object;

  @ApiField(() => Boolean, { description: 'Whether it was confirmed; false where the data came from OSS and nobody was asked.' })
  confirmed: boolean;
}

/** The warnings of a case with the sentences of its definition. */
export function caseWarningViews(definition: SopDefinition, warnings: readonly CaseWarning[] = []): CaseWarningView[] {
  return warnings.map(({ id, rule, step, fields, confirmed }) => ({
    id,
    rule,
    step: step ?? null,
    fields: [...fields],
    message: sentenceOf(definition, rule),
    confirmed,
  }));
}

function sentenceOf({ rules = [] }: SopDefinition, id: string): Label {
  return rules.find((rule) => rule.id === id)?.says ?? { id, en: id };
}
