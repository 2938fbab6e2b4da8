import { askedFor, likePart, nameWords, SEARCHABLE, wordPattern } from './search-text.js';

describe('the words of a name', () => {
  it('are its words of three letters and more, once each, in one order', () => {
    expect(nameWords('CV. Usaha Mandiri usaha PT')).toEqual(['mandiri', 'usaha']);
    expect(nameWords("D'Contoh 12345 (Percobaan)")).toEqual(['dcontoh', 'percobaan']);
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
  it('is each word without punctuation; a number is no misspelt name', () => {
    expect(askedFor('  Usaha,   503/0042/IUMK ')).toEqual({
      typed: 'usaha, 503/0042/iumk',
      phrase: 'usaha 5030042iumk',
      words: ['usaha', '5030042iumk'],
      names: ['usaha'],
    });
  });

  it('is at most eight words', () => {
    expect(askedFor('aaa bbb ccc ddd eee fff ggg hhh iii').words).toHaveLength(8);
  });

  it('is looked for at the beginning of a word where all words are short', () => {
    expect(wordPattern(askedFor('Li Ng'), 'li')).toBe('% li%');
    expect(wordPattern(askedFor('Li Sinaga'), 'li')).toBe('%li%');
  });

  it.each(['---', '% %', 'a b c'])('%s has no word that can be looked up', (text) => {
    expect(SEARCHABLE.test(text)).toBe(false);
  });
});

it('takes the signs of LIKE as they stand', () => {
  expect(likePart('100%_a\\b')).toBe('100\\%\\_a\\\\b');
});
