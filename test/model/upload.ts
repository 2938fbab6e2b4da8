import type { ModelCase } from './case.js';
import type { Draw } from './draw.js';
import type { Planned } from './plan.js';

const BOUNDARY = 'walk-of-the-model';
let count = 0;

/** A document for a case: a small PDF that is like no other, by whom the case is with, or refused. */
export function addDocument(draw: Draw, kase: ModelCase): Planned | undefined {
  const { office, random } = draw;
  const performers = kase.open ? office.performers(kase) : [];
  const user = performers.length > 0 ? random.pick(performers) : random.pick(office.holders(kase.table.agency, 'agency-head'));
  const requirement = random.chance(0.3) ? 'evidence' : random.pick(kase.table.requirements);
  const request = {
    user,
    method: 'POST',
    path: `/v1/applications/${kase.id}/documents`,
    type: `multipart/form-data; boundary=${BOUNDARY}`,
    body: multipart(requirement, ++count),
    headers: draw.key(),
  };
  const refused = kase.status !== 'open' ? 'APPLICATION_CLOSED' : performers.length === 0 ? 'DOCUMENTS_NOT_YOURS' : undefined;
  return {
    name: `hand in ${requirement}`,
    kase,
    request,
    ...(refused
      ? { status: refused === 'APPLICATION_CLOSED' ? 409 : 403, code: refused }
      : { status: 201, apply: (body: unknown) => kase.addDocument((body as { id: string }).id, requirement) }),
  };
}

/** An official accepts a document that came after the check. */
export function acceptDocument(draw: Draw, kase: ModelCase): Planned | undefined {
  const newer = kase.documents.filter((each) => each.newer);
  const performers = kase.open && kase.open.row.role !== 'applicant' ? draw.office.performers(kase) : [];
  if (newer.length === 0 || performers.length === 0) return undefined;
  const document = draw.random.pick(newer);
  return {
    name: 'accept a newer document',
    kase,
    request: {
      user: draw.random.pick(performers),
      method: 'POST',
      path: `/v1/applications/${kase.id}/documents/${document.id}/accept`,
      body: '{}',
      headers: draw.key(),
    },
    status: 200,
    apply: () => {
      document.newer = false;
      kase.version++;
    },
  };
}

function multipart(requirement: string, no: number): Buffer {
  const part = (name: string, more: string) => `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n`;
  return Buffer.from(
    `${part('requirement', '')}${requirement}\r\n` +
      `${part('file', '; filename="berkas.pdf"\r\ncontent-type: application/pdf')}` +
      `%PDF-1.4\n1 0 obj <</N ${no}>> endobj\ntrailer <<>>\n%%EOF\n\r\n--${BOUNDARY}--\r\n`,
  );
}
