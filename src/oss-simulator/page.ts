import { escaped, htmlPage } from '../kernel/html.js';
import { LICENCE_STATUS, named } from '../modules/oss/wire/codes.js';
import { OSS_ZONE, wallTime } from '../modules/oss/wire/wall-time.js';
import type { FaultRule } from './faults.js';
import type { Issue, Licence, SeenCall, StatusChange } from './licence.js';
import { PAGE_TEXTS, type SimulatorLanguage } from './page-texts.js';

/** More would be a long way to scroll on a telephone. */
const SHOWN_LICENCES = 20;
const SHOWN_CALLS = 30;

export interface SimulatorPageContent {
  readonly language: SimulatorLanguage;
  readonly peer: string | undefined;
  readonly licences: readonly Licence[];
  readonly calls: readonly SeenCall[];
  readonly faults: readonly FaultRule[];
}

type Say = (key: keyof typeof PAGE_TEXTS) => string;

/** What the simulator has received, the latest first; no scripts, and good on a telephone. */
export function page({ language, peer, licences, calls, faults }: SimulatorPageContent): string {
  const say: Say = (key) => PAGE_TEXTS[key][language];
  const list = (items: readonly string[]) => (items.length > 0 ? items.join('\n') : `<p>${say('none')}</p>`);
  const body = `<main><h1>${say('title')}</h1><p>${say('about')}</p>
<p>${say('peer')}: <code>${escaped(peer ?? say('nobody'))}</code></p>
<form method="post" action="/simulator/page/push"><button>${say('push')}</button> <span>${say('pushMore')}</span></form>
${switches(faults, say)}
<h2>${say('licences')}</h2>
${list(
  licences
    .slice(-SHOWN_LICENCES)
    .reverse()
    .map((licence) => licencePart(licence, say)),
)}
<h2>${say('calls')}</h2>
${list(
  calls
    .slice(-SHOWN_CALLS)
    .reverse()
    .map((call) => callPart(call, say)),
)}
</main>`;
  return htmlPage({ language, title: say('title'), style: STYLE, body });
}

function switches(faults: readonly FaultRule[], say: Say): string {
  if (faults.length === 0) return `<form method="post" action="/simulator/page/down"><button>${say('down')}</button></form>`;
  const rules = faults.map(({ method, kind, times, probability }) => {
    const often = [times === undefined ? '' : `${times}×`, probability === undefined ? '' : `${Math.round(probability * 100)} %`];
    return `<li>${escaped([method, kind, ...often].filter(Boolean).join(' · '))}</li>`;
  });
  return `<form method="post" action="/simulator/page/up" class="bad" role="status"><strong>${say('isDown')}</strong>
<p>${say('faults')}:</p><ul>${rules.join('')}</ul><button>${say('up')}</button></form>`;
}

function licencePart({ idIzin, nib, status, issues, history }: Licence, say: Say): string {
  const twice = issues.length > 1 ? `<p class="bad">${say('twice')}</p>` : '';
  const standing = status === undefined ? say('noStatus') : statusName(status);
  return `<section><h3>${escaped(idIzin)}</h3>${twice}
<dl><dt>NIB</dt><dd>${escaped(nib)}</dd><dt>${say('status')}</dt><dd>${escaped(standing)}</dd>${issues.map((issue) => issuePart(issue, say)).join('')}</dl>
${history.length > 0 ? `<details><summary>${say('history')} (${history.length})</summary><ol>${history.map((change) => changePart(change, say)).join('')}</ol></details>` : ''}
</section>`;
}

function issuePart({ number, agencyNumber, file, fetched }: Issue, say: Say): string {
  const numbers = agencyNumber ? `${number} (${agencyNumber})` : number;
  const link = file ? `<dt>${say('file')}</dt><dd>${escaped(file)}${fetched ? `<br>${escaped(fetched)}` : ''}</dd>` : '';
  return `<dt>${say('number')}</dt><dd>${escaped(numbers)}</dd>${link}`;
}

function changePart({ kdStatus, by, tglStatus, keterangan, at }: StatusChange, say: Say): string {
  const when = tglStatus ?? wallTime(new Date(at), OSS_ZONE);
  const more = [by === 'oss' ? say('bySelf') : '', keterangan && keterangan !== '-' ? keterangan : ''].filter(Boolean).join(' · ');
  return `<li><strong>${escaped(statusName(kdStatus))}</strong> <time>${escaped(when)}</time>${more ? `<br>${escaped(more)}` : ''}</li>`;
}

function callPart({ no, at, direction, method, status, request, answer, fault }: SeenCall, say: Say): string {
  const way = say(direction === 'to-oss' ? 'incoming' : 'outgoing');
  const what = `${method} ${way} · ${status === undefined ? say('noAnswer') : `HTTP ${status}`}${fault ? ` · ${fault}` : ''}`;
  const json = (value: unknown) => (value === undefined ? '' : `<pre>${escaped(JSON.stringify(value, null, 1))}</pre>`);
  return `<details id="call-${no}"><summary>${escaped(what)} <time>${escaped(wallTime(new Date(at), OSS_ZONE))}</time></summary>${json(request)}${json(answer)}</details>`;
}

function statusName(code: string): string {
  const { name } = named(LICENCE_STATUS, code);
  return name ? `${code} ${name}` : code;
}

const STYLE = `
body{font:1.05rem/1.5 system-ui,sans-serif;margin:0;background:#f4f5f7;color:#16181d}
main{max-width:44rem;margin:0 auto;padding:1rem}
h1{font-size:1.4rem;margin:.5rem 0}h2{font-size:1.15rem;margin:1.5rem 0 .5rem}h3{font-size:1rem;margin:0 0 .5rem}
h3,dd,code,pre,summary{overflow-wrap:anywhere}
section,details,form{background:#fff;border-radius:.5rem;padding:1rem;margin:0 0 .75rem}section details{padding:0;margin:0}
dl{margin:0}dt{font-size:.9rem;color:#4a5160}dd{margin:0 0 .5rem;font-weight:600}
.bad{background:#8f1616;color:#fff}p.bad{padding:.5rem 1rem;border-radius:.5rem;font-weight:700}
summary{cursor:pointer;min-height:1.75rem}time{color:#4a5160;font-size:.9rem}
pre{white-space:pre-wrap;font-size:.85rem;max-height:24rem;overflow:auto;margin:.5rem 0 0}
button{font:inherit;padding:.5rem 1.25rem;min-height:2.75rem;max-width:100%}ol,ul{padding-left:1.5rem}
`;
