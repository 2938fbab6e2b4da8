import { Injectable, ValidationPipe, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { isId } from '../../kernel/ids.js';
import type { Problem } from '../../kernel/refusal.js';
import { typedByName } from '../../kernel/typed/typed-schema.js';
import { refuseLargeValue } from './json-bounds.js';
import { lineProblems } from './multiline.js';
import { plainInputProblems } from './plain-input.js';
import { pointerTo, wellFormed } from './pointer.js';
import { inputInvalid, notAnId } from './problem.js';
import { IS_OBJECT, worst } from './rule-sentences.js';
import { typedMembersOf } from './typed.js';
import { emptyFilterProblems } from './empty-filter.js';

/** More members than any input class has: a body of thousands would be answered by a refusal of thousands. */
const MOST_MEMBERS = 100;

/** Checks every input class of both doors, and refuses in the same form as a JSON Schema does. */
class InputPipe extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    // What stands in a path is looked up or refused by whoever takes it; decorators of our own make their values themselves.
    if (metadata.type !== 'body' && metadata.type !== 'query') return super.transform(value, metadata) as Promise<unknown>;
    if (isInputClass(metadata.metatype)) {
      const given = members(metadata.metatype!, value);
      refuse([...lineProblems(metadata.metatype!, given), ...(isFilter(metadata) ? emptyFilterProblems(metadata.metatype!, given) : [])]);
      return super.transform(given, metadata) as Promise<unknown>;
    }
    refuse(plainInputProblems(value, metadata.data ? pointerTo('', metadata.data) : ''));
    return super.transform(value, metadata) as Promise<unknown>;
  }
}

export function validationPipe(): ValidationPipe {
  return new InputPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false,
    transform: true,
    exceptionFactory: (errors) =>
      inputInvalid(
        {},
        errors.flatMap((error) => problems(error, '')),
      ),
  });
}

/** Whether members are filters: of a query string, or the arguments of a list in GraphQL. */
function isFilter({ type, metatype }: ArgumentMetadata): boolean {
  return type === 'query' || Reflect.getMetadata('graphql:class_type', metatype!) === 'args';
}

/** The members of an input; null is the same as not there, as GraphQL clients send it for a variable that is not set. */
function members(type: { readonly prototype: object }, value: unknown): object {
  const sent = value ?? {};
  if (typeof sent !== 'object' || Array.isArray(sent)) throw inputInvalid({}, [{ pointer: '', detail: IS_OBJECT }]);
  refuseLargeValue(sent);
  const given = typedMembersOf(type, typedByName(sent));
  const entries = Object.entries(given);
  if (entries.length > MOST_MEMBERS) throw inputInvalid({}, [{ pointer: '', detail: TOO_MANY }]);
  refuse(plainInputProblems(given));
  return Object.fromEntries(entries.filter(([, member]) => member !== null));
}

const TOO_MANY = { id: `Paling banyak ${MOST_MEMBERS} isian.`, en: `At most ${MOST_MEMBERS} members.` };

function isInputClass(metatype: ArgumentMetadata['metatype']): boolean {
  return metatype !== undefined && !([String, Number, Boolean, Array, Object] as unknown[]).includes(metatype);
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw inputInvalid({}, problems);
}

/** One problem per place: that a missing text is also too short helps nobody. */
function problems(error: ValidationError, prefix: string): Problem[] {
  const pointer = pointerTo(prefix, error.property);
  const own = error.constraints ? [{ pointer, detail: worst(error.value, error.constraints) }] : [];
  return [...own, ...(error.children ?? []).flatMap((child) => problems(child, pointer))];
}

/** An id in a path: a UUID, or a clear refusal before anything is asked of the database; written as the database writes it. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!isId(value)) throw notAnId({ value: wellFormed(value.slice(0, 100)) });
    return value.toLowerCase();
  }
}
