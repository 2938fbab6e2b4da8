import { APPLICANT, type Principal } from '../kernel/principal.js';
import type { Refusal } from '../kernel/refusal.js';
import { actor, mayAct, roleActing } from './acting.js';
import { ISSUED } from './after-issue.js';
import type { CaseDocument, CaseState, DocumentEvent, OpenTask } from './case-events.js';
import * as refuse from './case-refusals.js';
import type { Outcome, SopDefinition, Step } from './sop-definition.js';

/** Handing in a file, taking one back, and accepting one that came after the documents were checked. */
export type DocumentCommand =
  | { readonly type: 'add-document'; readonly document: CaseDocument }
  | { readonly type: 'remove-document'; readonly document: CaseDocument }
  | { readonly type: 'accept-document'; readonly document: CaseDocument };

/** Files that belong to no requirement: photographs of an inspection, screenshots of OSS, an image of a signature. */
export const EVIDENCE = 'evidence';

/** Steps that look at the documents; what comes after one of them is newer than what was checked. */
const CHECKS: readonly string[] = ['check-completeness', 'verify'];
/** Steps that build on checked documents. */
const BUILDS: readonly string[] = ['recommend', 'initial', 'sign'];

type Decided = { readonly ok: true; readonly event: DocumentEvent } | { readonly ok: false; readonly refusal: Refusal };

/**
 * Only by whom the case is with: the applicant while a step is theirs, an official who has an open task of it. What the applicant handed
 * in only the applicant takes back, and only an official accepts. Pure.
 */
export function decideDocument(state: CaseState, command: DocumentCommand, principal: Principal, at: string): Decided {
  if (state.status !== 'open') return { ok: false, refusal: refuse.caseClosed({ status: state.status }) };
  const task = state.open.find((each) => mayAct(state, each, principal) && suits(each, command.type));
  if (!task) return { ok: false, refusal: refuse.documentsNotYours() };
  const { id: document, requirement, sha256 } = command.document;
  if (command.type === 'accept-document' && !state.documents?.some((each) => each.id === document && each.newer))
    return { ok: false, refusal: refuse.documentNotNewer() };
  const type = (
    { 'add-document': 'document-added', 'remove-document': 'document-removed', 'accept-document': 'document-accepted' } as const
  )[command.type];
  return { ok: true, event: { type, at, actor: actor(principal, roleActing(state, task), task.section), document, requirement, sha256 } };
}

function suits({ role }: OpenTask, type: DocumentCommand['type']): boolean {
  if (type === 'remove-document') return role === APPLICANT;
  return type === 'add-document' || role !== APPLICANT;
}

/** The documents of a case after one of these events. */
export function evolveDocuments(definition: SopDefinition, state: CaseState, event: DocumentEvent): CaseState {
  const { document: id, requirement, sha256 } = event;
  const others = (state.documents ?? []).filter((each) => each.id !== id);
  if (event.type === 'document-removed') return { ...state, documents: others };
  const newer = event.type === 'document-added' && requirement !== EVIDENCE && wasChecked(definition, state);
  return { ...state, documents: [...others, { id, requirement, sha256, ...(newer && { newer: true as const }) }] };
}

function wasChecked({ steps }: SopDefinition, { used, facts }: CaseState): boolean {
  return facts.includes(ISSUED) || steps.some(({ no, does }) => CHECKS.includes(does) && Object.hasOwn(used, no));
}

/** After a check none is newer than what was checked. */
export function checkedDocuments({ documents }: CaseState, { does }: Step): Pick<CaseState, 'documents'> {
  if (!documents || !CHECKS.includes(does)) return {};
  return { documents: documents.map(({ id, requirement, sha256 }) => ({ id, requirement, sha256 })) };
}

/** Refuses the way forward of a step that builds on checked documents while there are newer ones; sending the case back is free. */
export function newerDocuments({ documents = [] }: CaseState, step: Step, { key }: Outcome): Refusal | undefined {
  if (!BUILDS.includes(step.does) || step.outcomes[0]?.key !== key) return undefined;
  const newer = documents.filter((each) => each.newer).map(({ requirement }) => requirement);
  return newer.length > 0 ? refuse.documentsNewer({ requirements: [...new Set(newer)].join(', ') }) : undefined;
}

/** The versions that a step was about, as its event keeps them. */
export function documentsLookedAt(
  { documents = [] }: CaseState,
  { does }: Step,
): readonly { readonly id: string; readonly sha256: string }[] {
  const looks = [...CHECKS, ...BUILDS, 'receive-recommendation', 'draft-letter'].includes(does);
  return looks ? documents.map(({ id, sha256 }) => ({ id, sha256 })) : [];
}
