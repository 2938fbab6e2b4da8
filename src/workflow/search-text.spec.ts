import { askedFor, likePart, nameWords, SEARCHABLE } from './search-text.js';

describe('the words of a name', () => {
  it('are its words of three letters and more, once each, in one order', () => {
    expect(nameWords('CV. Usaha Mandiri usaha PT')).toEqual(['mandiri', 'usaha']);
    expect(nameWords("D'Contoh 12345 (Percobaan)")).toEqual(['contoh', 'percobaan']);
    expect(nameWords('12 -- ')).toEqual([]);
  });

  it('are bounded, whatever somebody is called', () => {
    expect(
      nameWords(Array.from({ length: 100 }, (_, n) => `kata${'abcdefghij'[n % 10]}${'klmnopqrst'[(n / 10) | 0]}`).join(' ')),
    ).toHaveLength(12);
    expect(nameWords('a'.repeat(300)).every((word) => word.length <= 40)).toBe(true);
  });
});

describe('what is asked for', () => {
  it('is each word; a number is no misspelt name', () => {
    expect(askedFor('  Usaha   503/0042/IUMK ')).toEqual({
      phrase: 'usaha 503/0042/iumk',
      words: ['usaha', '503/0042/iumk'],
      names: ['usaha'],
    });
  });

  it('is the whole where no word alone could be looked up, and at most eight words', () => {
    expect(askedFor('12/3 4')).toMatchObject({ words: ['12/3 4'], names: [] });
    expect(askedFor('aaa bbb ccc ddd eee fff ggg hhh iii').words).toHaveLength(8);
  });

  it.each(['---', '% %', 'a b c', '12/34/56'])('%s is nothing that trigrams are made of', (text) => {
    expect(SEARCHABLE.test(text)).toBe(false);
  });
});

it('takes the signs of LIKE as they stand', () => {
  expect(likePart('100%_a\\b')).toBe('100\\%\\_a\\\\b');
});
