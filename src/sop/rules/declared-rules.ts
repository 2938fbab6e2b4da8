import type { ActivityDeclaration, SopDefinition } from '../sop-definition.js';
import type { Rule } from './rule.js';

/**
 * The definition with the rules that its activities bring for their steps, such as that a letter is not drafted as expired. A rule of
 * the definition with the same id stands in their place.
 */
export function withDeclaredRules(definition: SopDefinition, activities: ReadonlyMap<string, ActivityDeclaration>): SopDefinition {
  const own = definition.rules ?? [];
  const declared = [...new Set(definition.steps.map(({ does }) => does))].flatMap((does): Rule[] => {
    const steps = definition.steps.filter((step) => step.does === does).map(({ no }) => no);
    return (activities.get(does)?.rules ?? []).map((rule) => ({ ...rule, steps }));
  });
  const added = declared.filter(({ id }) => !own.some((rule) => rule.id === id));
  return added.length === 0 ? definition : { ...definition, rules: [...own, ...added] };
}
