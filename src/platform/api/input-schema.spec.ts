import { compileSchema } from './input-schema.js';

describe('conditions of JSON Schema in a form', () => {
  const form = {
    type: 'object',
    additionalProperties: false,
    properties: {
      kind: { enum: ['person', 'business'] },
      nib: { type: 'string' },
      fax: { type: 'string' },
      phone: { type: 'string' },
    },
    if: { required: ['kind'], properties: { kind: { const: 'business' } } },
    then: { required: ['nib'] },
    dependentSchemas: { fax: { required: ['phone'] } },
  };
  const pointers = (value: unknown) => compileSchema(form)(value, '/form').map(({ pointer, detail }) => [pointer, detail.en]);

  it('name the field that is asked for, and not the condition', () => {
    expect(pointers({ kind: 'business' })).toEqual([['/form/nib', 'This is required.']]);
    expect(pointers({ fax: '1' })).toEqual([['/form/phone', 'This is required.']]);
    expect(pointers({ kind: 'business', nib: '1' })).toEqual([]);
    expect(pointers({ kind: 'person' })).toEqual([]);
  });
});
