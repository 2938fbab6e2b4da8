import { boot, type Booted } from './support/boot.js';
import { readPdf } from './support/pdf.js';
import { walk } from './support/walk.js';
import { writeFileSync } from 'node:fs';

let service: Booted;
beforeAll(async () => {
  service = await boot();
});
afterAll(() => service.close());

it('prints', async () => {
  for (const code of ['iumk', 'sik-perekam-medis']) {
    const { application } = await walk(service, code);
    const kadis = await service.as('kadis');
    const { body: detail } = await kadis.get<any>(`/v1/applications/${application.id}`);
    for (const { kind, href } of detail.records) {
      if (!['letter', 'receipt', 'disposition', 'recommendation'].includes(kind)) continue;
      const { body: view } = await kadis.get<any>(href);
      for (const { paper, pdf } of view.papers ?? [{ paper: kind, pdf: view.pdf }]) {
        const answer = await kadis.get(pdf);
        if (answer.status !== 200) throw new Error(answer.text);
        writeFileSync(`/tmp/h/papers/try/${code}-${paper}.pdf`, answer.raw);
        const read = await readPdf(answer.raw);
        console.log(paper, read.title, read.language, read.pages, answer.raw.length, read.text.slice(0, 300));
      }
    }
  }
});
