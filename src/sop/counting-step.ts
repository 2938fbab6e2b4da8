import { stepOf } from './definition-lookup.js';
import type { SopDefinition } from './sop-definition.js';

/**
 * The row from whose completion on a numbered letter counts: until then its number can be voided, and nobody vouches for it. By the
 * definition (`countsFrom`, an activity); else publication in OSS where there is such a row on the way, or the hand-over. Undefined where
 * neither lies ahead: the letter counts with its number.
 */
export function countingStep(definition: SopDefinition, numbering: number): number | undefined {
  const ahead: number[] = [];
  for (let no: number | undefined = numbering; no !== undefined && !ahead.includes(no);) {
    ahead.push(no);
    const leadsTo: number | string | undefined = stepOf(definition, no).outcomes[0]?.leadsTo;
    no = typeof leadsTo === 'number' ? leadsTo : undefined;
  }
  const does = (activity: string) => ahead.find((no) => stepOf(definition, no).does === activity);
  if (definition.countsFrom !== undefined) return definition.countsFrom === 'number' ? undefined : does(definition.countsFrom);
  return does('publish-in-oss') ?? does('hand-over');
}
