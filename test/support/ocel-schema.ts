/**
 * The JSON Schema of OCEL 2.0, as its specification has it in section 8.2 (https://www.ocel-standard.org/2.0/ocel20-schema-json.json),
 * with what it leaves open closed: nothing besides these properties, and no object without its lists.
 */
const list = (items: object) => ({ type: 'array', items });
const object = (properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const text = { type: 'string', minLength: 1 };
const time = { type: 'string', format: 'date-time' };
const types = list(
  object({ name: text, attributes: list(object({ name: text, type: { enum: ['string', 'time', 'integer', 'float', 'boolean'] } })) }),
);
const relationships = list(object({ objectId: text, qualifier: text }));

export const OCEL_SCHEMA = object({
  objectTypes: types,
  eventTypes: types,
  events: list(object({ id: text, type: text, time, attributes: list(object({ name: text, value: { type: 'string' } })), relationships })),
  objects: list(object({ id: text, type: text, attributes: list(object({ name: text, value: { type: 'string' }, time })), relationships })),
});
