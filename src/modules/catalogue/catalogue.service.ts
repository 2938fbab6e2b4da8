import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import type { Language } from '../../platform/api/request-context.js';
import { diagram } from '../../sop/diagram.js';
import { standardTotals } from '../../sop/standard-totals.js';
import type { Step } from '../../sop/sop-definition.js';
import { applicantSchema } from '../../workflow/applicant-schema.js';
import { DefinitionRegistry, type PublishedDefinition } from '../../workflow/definition-registry.js';
import type { ServiceSummaryView, ServiceView, StepView } from './service.view.js';

/** What can be applied for, and by which SOP. */
@Injectable()
export class CatalogueService {
  constructor(private readonly registry: DefinitionRegistry) {}

  list(principal: Principal, language: Language): ServiceSummaryView[] {
    const services = this.registry.services(principal.agency).map((published) => summary(published, language));
    return services.sort((a, b) => (a.code < b.code ? -1 : 1));
  }

  one(principal: Principal, code: string, language: Language): ServiceView {
    const published = this.registry.service(principal.agency, code);
    const { definition, sha256 } = published;
    return {
      ...summary(published, language),
      sha256,
      header: definition.header,
      actors: definition.actors,
      requirements: definition.requirements.map(({ label, ...requirement }) => ({ ...requirement, label: label[language] })),
      form: definition.form,
      applicant: applicantSchema(definition),
      steps: definition.steps.map((step) => stepView(step, language)),
      standardTotals: standardTotals(definition),
      statutory: definition.statutory ?? null,
      diagram: `/v1/services/${encodeURIComponent(definition.code)}/diagram.svg`,
    };
  }

  picture(principal: Principal, code: string, language: Language): string {
    return diagram(this.registry.service(principal.agency, code).definition, { language });
  }
}

function summary({ definition, version }: PublishedDefinition, language: Language): ServiceSummaryView {
  const { code, label, agency, header } = definition;
  return { code, name: label[language], agency, sopNumber: header.number, version };
}

function stepView(step: Step, language: Language): StepView {
  const { no, activity, does, roles, performersFrom, completeness, standardTime, output, remarks, outcomes } = step;
  const ends = outcomes.map(({ key, label, leadsTo }) => ({ key, label: label[language], leadsTo }));
  return {
    no,
    activity,
    does,
    roles: [...roles],
    performersFrom,
    completeness,
    standardTime: standardTime.text,
    output,
    remarks,
    outcomes: ends,
  };
}
