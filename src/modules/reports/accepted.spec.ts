import { type Refusal } from '../../kernel/refusal.js';
import { accepted } from './accepted.js';

const ALL = ['json', 'csv', 'xlsx', 'svg'] as const;

it.each([
  [undefined, 'json'],
  ['', 'json'],
  ['*/*', 'json'],
  ['text/csv', 'csv'],
  ['text/*', 'csv'],
  ['text/html,application/xhtml+xml,*/*;q=0.8', 'json'],
  ['image/svg+xml;q=0.5, text/csv;q=0.4', 'svg'],
  ['application/json;q=0, */*;q=0.1', 'csv'],
  ['APPLICATION/VND.OPENXMLFORMATS-OFFICEDOCUMENT.SPREADSHEETML.SHEET', 'xlsx'],
  ['text/csv; charset=utf-8', 'csv'],
])('%s is answered as %s', (accept, medium) => {
  expect(accepted(accept, ALL)).toBe(medium);
});

it.each([
  ['application/pdf', ALL],
  ['*/*;q=0', ALL],
  ['image/svg+xml', ['json', 'csv', 'xlsx'] as const],
])('%s cannot be had', (accept, available) => {
  expect(() => accepted(accept, available)).toThrow(expect.objectContaining({ code: 'NOT_ACCEPTABLE', kind: 'not-acceptable' }) as Refusal);
});
