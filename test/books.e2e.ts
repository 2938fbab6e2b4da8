import { readSheet } from 'read-excel-file/node';
import type { BookEntryView } from '../src/modules/letters/book-entry.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, PDF, type PageOf, type Problem, type Session } from './support/client.js';
import { choices, doStep, STOP, walk, walkOn } from './support/walk.js';

let service: Booted;
let keeper: Session;
let clerk: Session;
beforeAll(async () => {
  service = await boot();
  [keeper, clerk] = await Promise.all([service.as('umum'), service.as('frontoffice')]);
});
afterAll(() => service.close());

const book = async (code: string, query = '') => ok(await clerk.get<PageOf<BookEntryView>>(`/v1/books/${code}?limit=200&${query}`)).items;

describe('smoke', () => {
  it('exports', async () => {
    const walked = await walk(service, 'iumk');
    const csv = await clerk.get('/v1/books/permits.csv');
    console.log(csv.headers, csv.text);
    console.log((await clerk.get('/v1/books/dispatch.csv?from=2026-11-01&until=2026-11-30')).text);
    console.log(await book('permits'));
    void [keeper, PDF, choices, doStep, STOP, walkOn, walked, readSheet];
    void ({} as Problem);
  });
});
