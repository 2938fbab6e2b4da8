/** What pdf.js makes of files: `node judge.mjs FILE...` prints one JSON line each: pages, and whether there is a script. */
import { readFile } from 'node:fs/promises';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

for (const path of process.argv.slice(2)) {
  try {
    const data = new Uint8Array(await readFile(path));
    const task = getDocument({ data, verbosity: VerbosityLevel.ERRORS, isEvalSupported: false, useSystemFonts: false });
    const document = await task.promise;
    const page = await document.getPage(1);
    const actions = [await document.getJSActions(), await document.getOpenAction(), await page.getJSActions()];
    await page.getTextContent();
    console.log(
      JSON.stringify({ pages: document.numPages, script: actions.some((each) => JSON.stringify(each ?? null).includes('app.alert')) }),
    );
    await task.destroy();
  } catch (error) {
    console.log(JSON.stringify({ failed: String(error) }));
  }
}
