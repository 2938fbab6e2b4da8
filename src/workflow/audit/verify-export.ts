import { verify, X509Certificate } from 'node:crypto';
import { canonical } from '../../kernel/canonical.js';
import type { CaseEvent } from '../../sop/case-events.js';
import { eventHash, GENESIS } from '../journal.js';

/** A journal as `GET /v1/applications/{id}/journal/export` answers it. */
export interface JournalExport {
  readonly journal: {
    readonly application: string;
    readonly head: string | null;
    readonly events: readonly {
      readonly seq: number;
      readonly previousHash: string;
      readonly hash: string;
      readonly masked: boolean;
      readonly event: CaseEvent;
    }[];
  };
  readonly jws: string;
}

/** What an export was found to be. */
export interface VerifiedExport {
  readonly events: number;
  /** Events whose content is masked: of these the place in the chain holds, their hash cannot be computed again. */
  readonly masked: number;
  /** Who signed, by the certificate that came along: compare its fingerprint with the one that the agency has published. */
  readonly certificate: X509Certificate | undefined;
  readonly broken?: string;
}

/** Whether the signature is of this content, and the events form one chain from the first to the last. */
export function verifyExport({ journal, jws }: JournalExport): VerifiedExport {
  const { signed, certificate } = signatureOf(journal, jws);
  const found = { events: journal.events.length, masked: journal.events.filter(({ masked }) => masked).length, certificate };
  const broken = signed ? brokenLink(journal) : 'the signature is not of this content';
  return { ...found, ...(broken !== undefined && { broken }) };
}

function signatureOf(journal: object, jws: string): { readonly signed: boolean; readonly certificate: X509Certificate | undefined } {
  const [head = '', payload, signature = '', ...rest] = jws.split('.');
  if (payload !== '' || rest.length > 0) return { signed: false, certificate: undefined };
  const { alg, x5c } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { readonly alg?: unknown; readonly x5c?: string[] };
  if (alg !== 'RS256' || !x5c?.[0]) return { signed: false, certificate: undefined };
  const certificate = new X509Certificate(Buffer.from(x5c[0], 'base64'));
  const text = Buffer.from(`${head}.${Buffer.from(canonical(journal)).toString('base64url')}`);
  return { signed: verify('sha256', text, certificate.publicKey, Buffer.from(signature, 'base64url')), certificate };
}

function brokenLink({ application, events, head }: JournalExport['journal']): string | undefined {
  let previous = GENESIS;
  for (const [i, { seq, previousHash, hash, masked, event }] of events.entries()) {
    if (seq !== i + 1) return `event ${i + 1} is missing`;
    if (previousHash !== previous) return `event ${seq} does not follow the one before it`;
    if (!masked && eventHash(application, seq, event, previous) !== hash) return `the content of event ${seq} does not fit its hash`;
    previous = hash;
  }
  return (events.length > 0 ? previous : null) === head ? undefined : 'the last event is not the head of the journal';
}
