/** Control characters and halves of characters, which XML forbids and nobody can read. */
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu;

/** Text as it may stand in XML and HTML, between tags and in attributes. */
export function escaped(text: string): string {
  return text.replace(FORBIDDEN, '').replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A page that needs nothing from anywhere: no scripts, its style within it, good on a telephone, and for no search engine. */
export interface HtmlPage {
  readonly language: string;
  /** Plain text. */
  readonly title: string;
  readonly style: string;
  /** HTML, in which every text is `escaped` already. */
  readonly body: string;
}

/** The whole document. */
export function htmlPage({ language, title, style, body }: HtmlPage): string {
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escaped(title)}</title><link rel="icon" href="data:,"><style>${style}</style></head>
<body>${body}</body>
</html>
`;
}
