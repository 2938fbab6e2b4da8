import { textSchema } from '../../platform/api/schema-parts.js';
import type { Member } from './recommendation.entity.js';

/** JSON Schema of the team that is sent. */
export const MEMBERS_SCHEMA = {
  type: 'array',
  title: 'Anggota tim teknis',
  minItems: 1,
  maxItems: 30,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['name'],
    properties: { name: textSchema('Nama', 300), office: textSchema('Instansi', 300) },
  },
} as const;

export const MEMBERS_EXAMPLE: readonly Member[] = [{ name: 'Anggota Tim Teknis', office: 'Dinas teknis' }];
