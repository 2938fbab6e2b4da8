import { Injectable, ValidationPipe, type PipeTransform } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { isId } from '../../kernel/ids.js';
import type { Problem, Sentence } from '../../kernel/refusal.js';
import { inputInvalid, notAnId } from './problem.js';

/** Checks every input class of both doors, and refuses in the same form as a JSON Schema does. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
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

function problems(error: ValidationError, prefix: string): Problem[] {
  const pointer = `${prefix}/${error.property.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({ pointer, detail: sentence(rule, message) }));
  return [...own, ...(error.children ?? []).flatMap((child) => problems(child, pointer))];
}

const SENTENCES: Readonly<Record<string, Sentence>> = {
  whitelistValidation: { id: 'Isian ini tidak dikenal.', en: 'This is not known here.' },
  isString: { id: 'Harus berupa teks.', en: 'Must be a text.' },
  isObject: { id: 'Harus berupa objek.', en: 'Must be an object.' },
  isUuid: { id: 'Harus id (UUID).', en: 'Must be an id (UUID).' },
  isInt: { id: 'Harus bilangan bulat.', en: 'Must be a whole number.' },
  isNotEmpty: { id: 'Wajib diisi.', en: 'This is required.' },
};

function sentence(rule: string, message: string): Sentence {
  return SENTENCES[rule] ?? { id: `Belum benar: ${message}.`, en: `${message}.` };
}

/** An id in a path: a UUID, or a clear refusal before anything is asked of the database. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!isId(value)) throw notAnId({ value: value.slice(0, 100) });
    return value;
  }
}
