import type { Type } from '@nestjs/common';
import { Args } from '@nestjs/graphql';
import { IdPipe } from '../api/validation.js';

/** The id of something, refused when it is none. */
export const IdArg = (description: string, name = 'id') => Args(name, { type: () => String, description }, IdPipe);

export const TextArg = (name: string, description: string) => Args(name, { type: () => String, description });

/** What a REST request has as its body; checked by the same class. */
export const InputArg = (type: Type, description: string) => Args('input', { type: () => type, description });
