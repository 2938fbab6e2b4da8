import { parseTemplate, renderTemplate, type Placeholders } from './template.js';

const KNOWN: Placeholders = { name: 'text', reason: 'text', missing: ['document', 'note'] };
const rendered = (text: string, values: Parameters<typeof renderTemplate>[1]) => renderTemplate(parseTemplate(text, KNOWN), values);

describe('a template', () => {
  it('puts values where their names stand, and nothing where there is none', () => {
    expect(rendered('Yth. {{name}}{{ reason }}!', { name: 'Ani' })).toBe('Yth. Ani!');
  });

  it('repeats a section for each entry of a list, and sees the names around it', () => {
    const missing = [{ document: 'KTP', note: 'buram' }, { document: 'KK', note: '' }]; // prettier-ignore
    expect(rendered('{{#missing}}{{name}}: {{document}}{{#note}} ({{note}}){{/note}}; {{/missing}}', { name: 'Ani', missing })).toBe(
      'Ani: KTP (buram); Ani: KK; ',
    );
  });

  it('leaves a section out when there is nothing', () => {
    expect(rendered('a{{#reason}} because {{reason}}{{/reason}}', { reason: '' })).toBe('a');
  });

  it('takes what a value holds as it stands', () => {
    expect(rendered('{{name}}', { name: '{{reason}} $& <b>', reason: 'x' })).toBe('{{reason}} $& <b>');
  });

  it.each([
    ['{{nobody}}', 'there is no {{nobody}} here; there are: name, reason, missing'],
    ['{{document}}', 'there is no {{document}} here'],
    ['{{missing}}', 'there is no {{missing}} here'],
    ['{{#name}}', '{{#name}} is not closed'],
    ['{{/name}}', '{{/name}} closes nothing'],
    ['{{#name}}{{#reason}}{{/name}}{{/reason}}', '{{/name}} closes nothing'],
    ['{{na me}}', 'is no placeholder'],
  ])('says what is wrong: %s', (text, problem) => {
    expect(() => parseTemplate(text, KNOWN)).toThrow(problem);
  });
});
