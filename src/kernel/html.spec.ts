import { escaped, htmlPage } from './html.js';

it('lets no text become markup, in a tag or in an attribute', () => {
  expect(escaped(`<b onclick="x('&')">\u0000\ud800ok</b>`)).toBe('&#60;b onclick=&#34;x(&#39;&#38;&#39;)&#34;&#62;ok&#60;/b&#62;');
});

it('makes a page of what is given, its title as text', () => {
  const page = htmlPage({ language: 'id', title: 'A < B', style: 'p{margin:0}', body: '<p>isi</p>' });
  expect(page).toMatch(/^<!doctype html>\n<html lang="id">/);
  expect(page).toContain('<title>A &#60; B</title>');
  expect(page).toContain('<style>p{margin:0}</style></head>\n<body><p>isi</p></body>');
  expect(page).not.toContain('<script');
});
