import { escaped, htmlPage } from '../../kernel/html.js';
import type { Language } from '../../platform/api/request-context.js';
import type { CertificateFacts } from '../../platform/signing/signer-certificate.js';
import type { VerificationView } from './verify.view.js';
import { written } from './words.js';

type Texts = Readonly<Record<Language, string>>;

const T = {
  title: { id: 'Pemeriksaan keaslian surat', en: 'Is this letter genuine?' },
  valid: { id: 'Surat ini asli dan berlaku', en: 'This letter is genuine and valid' },
  expired: { id: 'Surat ini asli, tetapi masa berlakunya sudah lewat', en: 'This letter is genuine, but it has expired' },
  revoked: { id: 'Surat ini asli, tetapi SUDAH DICABUT', en: 'This letter is genuine, but HAS BEEN REVOKED' },
  replaced: { id: 'Surat ini asli, tetapi SUDAH DIGANTI', en: 'This letter is genuine, but HAS BEEN REPLACED' },
  replacedBy: { id: 'Diganti dengan nomor', en: 'Replaced by number' },
  unknown: { id: 'Kode ini tidak dikenal', en: 'This code is not known' },
  unknownMore: {
    id: 'Tidak ada surat yang diterbitkan dengan kode ini. Periksa kembali penulisannya; bila tetap sama, tanyakan kepada dinas yang disebut dalam surat.',
    en: 'No letter was issued with this code. Check how it is spelt; if it stays unknown, ask the agency that the letter names.',
  },
  notVouched: { id: 'Keaslian surat ini TIDAK DAPAT DIJAMIN', en: 'Nobody VOUCHES for this letter' },
  notVouchedMore: {
    id: 'Data yang tersimpan tentang surat ini tidak cocok dengan riwayatnya. Tanyakan kepada dinas yang disebut dalam surat.',
    en: 'What is kept of this letter does not fit its history. Ask the agency that the letter names.',
  },
  number: { id: 'Nomor', en: 'Number' },
  kind: { id: 'Jenis', en: 'Kind' },
  permit: { id: 'Surat izin', en: 'Permit' },
  rejection: { id: 'Surat penolakan', en: 'Rejection' },
  subject: { id: 'Hal', en: 'Subject' },
  service: { id: 'Layanan', en: 'Service' },
  date: { id: 'Tanggal', en: 'Date' },
  agency: { id: 'Diterbitkan oleh', en: 'Issued by' },
  holder: { id: 'Atas nama', en: 'Issued to' },
  validUntil: { id: 'Berlaku sampai', en: 'Valid until' },
  code: { id: 'Kode', en: 'Code' },
  signedWith: { id: 'Sertifikat penanda tangan', en: 'Signed with the certificate of' },
  compare: { id: 'Cocokkan isian di atas dengan surat yang Anda pegang.', en: 'Compare this with the letter in your hand.' },
  upload: { id: 'Periksa berkas PDF', en: 'Check a PDF file' },
  choose: { id: 'Berkas PDF surat ini', en: 'PDF file of this letter' },
  check: { id: 'Periksa', en: 'Check' },
  same: { id: 'Berkas ini sama persis dengan yang diterbitkan.', en: 'This file is exactly what was issued.' },
  earlier: {
    id: 'Berkas ini asli, tetapi sudah diganti dengan terbitan yang lebih baru.',
    en: 'This file is genuine, but a later one has replaced it.',
  },
  different: { id: 'Berkas ini TIDAK sama dengan yang diterbitkan.', en: 'This file is NOT what was issued.' },
} as const satisfies Record<string, Texts>;

const ROWS = [
  'number',
  'kind',
  'subject',
  'service',
  'date',
  'agency',
  'holder',
  'validUntil',
  'replacedBy',
  'signedWith',
  'code',
] as const;

/** The page behind the QR code: small, without scripts, good on a telephone and for screen readers. */
export function verifyPage(view: VerificationView | 'not-vouched' | null, language: Language): string {
  const say = (key: keyof typeof T) => T[key][language];
  if (view === 'not-vouched') return page(language, say('title'), 'bad', say('notVouched'), `<p>${say('notVouchedMore')}</p>`);
  if (!view) return page(language, say('title'), 'bad', say('unknown'), `<p>${say('unknownMore')}</p>`);
  const status = view.status as 'valid' | 'expired' | 'revoked' | 'replaced';
  const shown = { ...view, kind: view.kind === 'permit' ? say('permit') : view.kind === 'rejection' ? say('rejection') : view.kind };
  const { certificate } = view as { readonly certificate: CertificateFacts | null };
  const values = { ...shown, signedWith: certificate && `${certificate.name} (${certificate.issuer})` };
  const rows = ROWS.flatMap((key) => {
    const value = values[key];
    return value ? [`<dt>${say(key)}</dt><dd>${escaped(language === 'id' ? written(value) : value)}</dd>`] : [];
  });
  const file = view.file ? `<p class="file ${view.file === 'same' ? 'good' : 'bad'}" role="status">${say(view.file)}</p>` : '';
  const form = `<form method="post" enctype="multipart/form-data"><h2>${say('upload')}</h2>
<label for="file">${say('choose')}</label><input id="file" type="file" name="file" accept="application/pdf" required>
<button>${say('check')}</button></form>`;
  const body = `${file}<dl>${rows.join('')}</dl><p>${say('compare')}</p>${form}`;
  return page(language, say('title'), status === 'valid' ? 'good' : 'bad', say(status), body);
}

function page(language: Language, title: string, tone: 'good' | 'bad', headline: string, body: string): string {
  const answer = `<p class="answer ${tone}" role="status">${headline}</p>`;
  return htmlPage({ language, title, style: STYLE, body: `<main><h1>${title}</h1>${answer}${body}</main>` });
}

const STYLE = `
body{font:1.05rem/1.5 system-ui,sans-serif;margin:0;background:#f4f5f7;color:#16181d}
main{max-width:36rem;margin:0 auto;padding:1rem}
h1{font-size:1rem;font-weight:600;margin:.5rem 0}h2{font-size:1.05rem;margin:1.5rem 0 .5rem}
.answer{font-size:1.3rem;font-weight:700;padding:1rem;border-radius:.5rem;margin:0 0 1rem}
.good{background:#0b5d2a;color:#fff}.bad{background:#8f1616;color:#fff}.file{padding:.75rem 1rem;border-radius:.5rem}
dl{background:#fff;border-radius:.5rem;padding:1rem;margin:0}dt{font-size:.9rem;color:#4a5160}dd{margin:0 0 .75rem;font-weight:600;overflow-wrap:anywhere}
label{display:block;margin-bottom:.25rem}input,button{font:inherit;max-width:100%}button{margin-top:.75rem;padding:.5rem 1.25rem;min-height:2.75rem}
`;
