import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import type { Problem } from '../kernel/refusal.js';
import { typedBySchema } from '../kernel/typed/typed-schema.js';
import { compileSchema } from '../platform/api/input-schema.js';
import type { JsonObject, Outcome, Step } from '../sop/sop-definition.js';
import type { InputContext } from './activity.js';
import { DefinitionRegistry, type PublishedDefinition } from './definition-registry.js';
import type { OutsideEntry } from './outside-work.js';

/** The inputs of steps: their schemas for front ends, and the same schemas as the check. */
@Injectable()
export class ActivityInputs {
  private readonly compiled = new Map<
    string,
    { readonly schema: JsonObject; readonly check: (value: unknown, prefix?: string) => Problem[] }
  >();

  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
  ) {}

  /** JSON Schema of the input for one outcome of one step, with examples; `entry` is what needs not be asked for any more. */
  schema(published: PublishedDefinition, step: Step, outcome: Outcome, entry: OutsideEntry | null = null): JsonObject {
    return this.registry.activity(step.does).inputSchema({ ...this.context(published, step, outcome), entry });
  }

  /** An input with each number, name and address in the form in which it is kept, and what is wrong with it; nothing when it fits. */
  read<T>(published: PublishedDefinition, step: Step, outcome: Outcome, typed: T): { readonly input: T; readonly problems: Problem[] } {
    const key = `${published.sha256} ${published.definition.agency} ${step.no} ${outcome.key}`;
    let known = this.compiled.get(key);
    if (!known) {
      const schema = this.registry.activity(step.does).inputSchema(this.context(published, step, outcome));
      this.compiled.set(key, (known = { schema, check: compileSchema(schema) }));
    }
    const input = typedBySchema(known.schema, typed);
    return { input, problems: known.check(input, '/input') };
  }

  context(published: PublishedDefinition, step: Step, outcome: Outcome): InputContext {
    const { definition } = published;
    return { agency: this.registry.agency(definition.agency), definition, step, outcome, now: this.clock.now(), entry: undefined };
  }
}
