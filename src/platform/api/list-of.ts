import { applyDecorators } from '@nestjs/common';
import { Type as Made } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, ValidateBy, ValidateNested } from 'class-validator';

/** A member that is a list of 1 to `most` inputs of a class. */
export function ListOf(type: () => new () => object, most: number): PropertyDecorator {
  return applyDecorators(IsArray(), ArrayMinSize(1), ArrayMaxSize(most), HoldsNoLists(), ValidateNested({ each: true }), Made(type));
}

/** `ValidateNested` looks into a list in a list, and takes an empty one for an input that is in order. */
function HoldsNoLists(): PropertyDecorator {
  const validate = (value: unknown) => !Array.isArray(value) || !value.some((item) => Array.isArray(item));
  return ValidateBy({ name: 'holdsNoLists', validator: { validate, defaultMessage: () => 'holds a list' } });
}
