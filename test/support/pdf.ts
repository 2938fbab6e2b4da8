import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** What a reader finds in a PDF. */
export interface ReadPdf {
  readonly text: string;
  readonly pages: number;
  readonly title: string;
  readonly language: string;
}

/** Opens a PDF as a reader does, and takes its text out. */
export async function readPdf(bytes: Buffer): Promise<ReadPdf> {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0, useSystemFonts: false, isEvalSupported: false });
  const document = await task.promise;
  try {
    const lines: string[] = [];
    for (let no = 1; no <= document.numPages; no++) {
      const { items } = await (await document.getPage(no)).getTextContent();
      lines.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''));
    }
    const { info } = await document.getMetadata();
    const { Title: title, Language: language } = info as { Title: string; Language: string };
    return { text: lines.join('\n'), pages: document.numPages, title, language };
  } finally {
    await task.destroy();
  }
}
