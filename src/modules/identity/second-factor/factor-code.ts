import { applyDecorators } from '@nestjs/common';
import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { Typed } from '../../../platform/api/typed.js';

/** Of the app or of recovery, with the hyphens that people type. */
export const LONGEST_CODE = 40;

/** What holds for the code of an account that may have a second factor. */
export function OptionalFactorCode(): PropertyDecorator {
  return applyDecorators(IsOptional(), IsString(), IsNotEmpty(), MaxLength(LONGEST_CODE), Typed('code'));
}
