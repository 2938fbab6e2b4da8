import type { TemplateValues } from '../../kernel/template.js';
import { performerOf } from '../../sop/definition-lookup.js';
import { fillPaper } from '../../sop/papers/fill-paper.js';
import { PAPER_KINDS, placeholdersOf } from '../../sop/papers/paper-kinds.js';
import type { PaperTemplate } from '../../sop/papers/paper-template.js';
import type { Agency, JsonObject, Official, SopDefinition } from '../../sop/sop-definition.js';
import { applicantSchema } from '../../workflow/applicant-schema.js';
import type { ApplicationRow } from '../../workflow/application.entity.js';
import type { FilledForm } from '../../workflow/filled-forms.js';
import type { PaperFacts } from '../../workflow/paper-source.js';
import type { Sheet } from './sheet.js';
import { dateInWords, shortMoment, written } from './words.js';

/** Everything that a paper is made from. */
export interface PaperMaterial {
  readonly agency: Agency;
  readonly definition: SopDefinition;
  readonly application: ApplicationRow;
  readonly filled: FilledForm;
  readonly facts: PaperFacts;
  /** What the account of the signer is called in the agency's file: its id, and its user name or the issuer's subject. */
  readonly account: readonly string[];
  readonly template: PaperTemplate;
  readonly logo: string | null;
  readonly publicUrl: string;
  /** What a final letter is signed with. */
  readonly seal: Sheet['seal'];
}

/** Of the applicant: shown elsewhere, or how they are reached, which is nobody else's business. */
const UNPRINTED = ['name', 'kind', 'email', 'phone', 'language'];

/** Across a letter that is none yet. */
const WATERMARK = 'KONSEP';

/** A paper with everything on it, ready to be frozen. */
export function compose(material: PaperMaterial): Sheet {
  const { agency, definition, application, facts, template, logo, publicUrl, seal } = material;
  const { letterhead, region, timeZone } = agency;
  const paper = fillPaper(template, placeholdersOf(facts.kind, definition), valuesOf(material));
  const contact = [
    letterhead.phone && `Telepon ${letterhead.phone}`,
    letterhead.email && `Surel ${letterhead.email}`,
    letterhead.website && `Laman ${letterhead.website}`,
  ];
  const code = facts.verificationCode;
  return {
    title: [paper.title, paper.number || application.number].join(' '),
    about: `${definition.label.id}, ${application.number}`,
    at: facts.at.toISOString(),
    letterhead: { lines: letterhead.lines, address: letterhead.address, contact: contact.filter(Boolean).join('  '), logo },
    paper,
    placeAndDate: `${region.seat}, ${dateOn(facts, timeZone)}`,
    addressee: 'Tempat',
    marks: (facts.marks ?? []).map(({ kind, name, role, title, at }) => ({
      what: kind === 'signature' ? 'Tanda tangan' : 'Paraf',
      name,
      role: title?.replace('\n', ', ') ?? titleOf(agency, role),
      at: shortMoment(at, timeZone),
    })),
    watermark: facts.draft ? WATERMARK : null,
    verify: code === undefined ? null : { code, url: `${publicUrl.replace(/\/+$/, '')}/v1/verify/${code}` },
    seal,
    footer: facts.draft
      ? `Konsep ${definition.shortName} ${application.number}; belum berlaku sebagai surat.`
      : `${agency.shortName} ${region.name}, permohonan ${application.number}.`,
  };
}

/** The date that stands on a paper, in words. */
function dateOn({ dated, at }: PaperFacts, zone: string): string {
  return dated === undefined ? dateInWords(at, zone) : written(dated);
}

function valuesOf(material: PaperMaterial): TemplateValues {
  const { agency, definition, application, filled, facts } = material;
  const head = headOf(agency, definition);
  const { signer } = facts;
  const signerTitle = signer && (signer.title ?? (signer.role ? titleOf(agency, signer.role) : performerTitle(definition, facts)));
  const dotted = [...texts('form', filled.form), ...texts('applicant', filled.applicant)];
  const own = Object.entries(facts.values).map(([name, value]) => [name, typeof value === 'string' ? written(value) : value] as const);
  return {
    agency: agency.name,
    agencyShort: agency.shortName,
    region: agency.region.name,
    place: agency.region.seat,
    service: definition.label.id,
    serviceShort: definition.shortName,
    sopNumber: definition.header.number,
    legalBasis: definition.header.legalBasis.map((text) => ({ text })),
    applicationNumber: application.number,
    receiptNumber: application.receipt_number ?? '',
    applicant: application.applicant_name,
    form: listed(definition.form, filled.form),
    applicantDetails: listed(applicantSchema(definition), filled.applicant, [...UNPRINTED, ...Object.keys(filled.form)]),
    date: dateOn(facts, agency.timeZone),
    signer: signer?.name ?? '',
    signerTitle: signerTitle ?? head.title,
    signerNip: nipOf(agency, material.account),
    head: head.official?.name ?? '',
    headTitle: head.title,
    headNip: head.official?.nip ?? '',
    ...Object.fromEntries(dotted),
    ...Object.fromEntries(own),
  };
}

/** Who signs the letters of a service heads the agency, as far as papers are concerned. */
function headOf(agency: Agency, definition: SopDefinition): { readonly title: string; readonly official: Official | undefined } {
  const signs = definition.steps.find(({ does }) => does === 'sign');
  if (!signs) return { title: 'Kepala', official: undefined };
  const { role, section } = performerOf(definition, signs);
  return {
    title: titleOf(agency, role),
    official: agency.officials.find((each) => each.role === role && (each.section === undefined || each.section === section)),
  };
}

function performerTitle(definition: SopDefinition, { kind }: PaperFacts): string | undefined {
  const step = definition.steps.find(({ does }) => does === PAPER_KINDS[kind].from.activity);
  return step && performerOf(definition, step).title;
}

function titleOf(agency: Agency, role: string): string {
  return agency.roles.find(({ code }) => code === role)?.title.id ?? role;
}

/** The number of the official whose account signed; empty where the agency names none. A name alone proves nothing. */
function nipOf(agency: Agency, account: readonly string[]): string {
  return agency.officials.find(({ user }) => user !== undefined && account.includes(user))?.nip ?? '';
}

/** What was filled in, by the titles of the schema and in its order; the rest as it is called. */
function listed(schema: JsonObject, filled: FilledForm['form'], without: readonly string[] = []): { label: string; value: string }[] {
  const properties = (schema['properties'] ?? {}) as Record<string, { readonly title?: string } | undefined>;
  const names = new Set([...Object.keys(properties).filter((name) => Object.hasOwn(filled, name)), ...Object.keys(filled)]);
  return [...names]
    .filter((name) => !without.includes(name))
    .map((name) => ({ label: (Object.hasOwn(properties, name) && properties[name]?.title) || name, value: text(filled[name]) }));
}

function texts(prefix: string, filled: FilledForm['form']): [string, string][] {
  return Object.entries(filled).map(([name, value]) => [`${prefix}.${name}`, text(value)]);
}

/** A value of a form as a person reads it. */
function text(value: unknown): string {
  if (typeof value === 'string') return written(value);
  if (typeof value === 'number') return new Intl.NumberFormat('id-ID').format(value);
  if (typeof value === 'boolean') return value ? 'Ya' : 'Tidak';
  if (Array.isArray(value)) return value.map(text).join(', ');
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
