import { ValidateBy } from 'class-validator';
import type { Sentence } from '../../kernel/refusal.js';

/** What a value must look like, in both languages, and one that does. */
export interface Form {
  readonly form: Sentence;
  readonly example: string;
}

/** The name of the rule, whose message is the sentence in both languages as JSON. */
export const OF_FORM = 'ofForm';

/** A member of an input class that matches a pattern; who gets it wrong learns the form and an example. */
export function OfForm(pattern: RegExp, form: Form): PropertyDecorator {
  const validate = (value: unknown) => typeof value === 'string' && pattern.test(value);
  return ValidateBy({
    name: OF_FORM,
    constraints: [pattern],
    validator: { validate, defaultMessage: () => JSON.stringify(formSentence(form)) },
  });
}

/** The sentence for a value that is not of its form. */
export function formSentence({ form, example }: Form): Sentence {
  return { id: `Harus ${form.id}, misalnya ${example}.`, en: `Must be ${form.en}, such as ${example}.` };
}

/** Forms that several inputs share. */
export const FORMS = {
  day: { form: { id: 'tanggal tahun-bulan-hari', en: 'a date as year-month-day' }, example: '2026-11-23' },
  words: { form: { id: 'kata dengan sedikitnya dua huruf atau angka', en: 'a word of at least two letters or digits' }, example: 'Siti' },
  text: { form: { id: 'teks yang terbaca', en: 'a text that can be read' }, example: 'Salah tulis nama usaha' },
  nik: { form: { id: '16 angka NIK', en: 'the 16 digits of a NIK' }, example: '1211014508900001' },
  username: {
    form: { id: '3 sampai 64 huruf kecil, angka atau . _ @ -', en: '3 to 64 small letters, digits or . _ @ -' },
    example: 'siti.nuraini',
  },
  name: { form: { id: 'nama dengan huruf', en: 'a name with letters' }, example: 'Siti Nuraini' },
} as const satisfies Readonly<Record<string, Form>>;
