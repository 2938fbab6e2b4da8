import { escaped, htmlPage } from '../../../kernel/html.js';
import type { Language } from '../../../platform/api/request-context.js';
import type { Chart } from '../../../platform/charts/chart.js';
import { draw } from '../../../platform/charts/draw.js';
import type { Cell } from '../../../platform/tables/table.js';
import { momentIn, percentText } from '../kinds/columns.js';
import { toneOf } from '../kinds/on-time-charts.js';
import { cellsOf } from '../report-table.js';
import type { Line, ReportView, ReportScope } from '../report.js';
import type { Figures } from './figures.js';
import { STYLE } from './page-style.js';
import { TEXTS } from './page-texts.js';

/** A picture on the page with the numbers behind it. */
export interface Panel {
  readonly title: keyof typeof TEXTS;
  readonly chart: Chart;
  readonly lines: readonly Line[];
  readonly view: ReportView;
  /** Address of the report, without its ending. */
  readonly report: string;
  readonly query: string;
}

export interface ReportPageContent {
  readonly scope: ReportScope;
  readonly month: string;
  readonly services: readonly { readonly code: string; readonly label: string }[];
  readonly figures: Figures;
  readonly panels: readonly Panel[];
}

function monthName(month: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`));
}

const say = (language: Language) => (key: keyof typeof TEXTS, n?: number) => TEXTS[key][language].replace('{n}', String(n));

/** The page for heads. */
export function reportsPage({ scope, month, services, figures, panels }: ReportPageContent): string {
  const { language, agency, now, service } = scope;
  const t = say(language);
  const other = language === 'id' ? 'en' : 'id';
  const link = `/reports?${new URLSearchParams({ month, ...(service && { service }), lang: other }).toString()}`;
  const asOf = `${t('asOf')} ${momentIn(now, agency.timeZone)}`;
  const options = [{ code: '', label: t('allServices') }, ...services].map(
    ({ code, label }) => `<option value="${escaped(code)}"${code === (service ?? '') ? ' selected' : ''}>${escaped(label)}</option>`,
  );
  const header = `<header><div class="in"><div><h1>${t('title')}</h1><p>${escaped(agency.name)}</p><p>${monthName(month, language)}${service ? ` · ${escaped(service)}` : ''} · ${asOf}</p></div>
<nav><a href="${escaped(link)}" lang="${other}" hreflang="${other}">${t('otherLanguage')}</a>
<form method="post" action="/reports/sign-out" enctype="multipart/form-data"><button>${t('signOut')}</button></form></nav></div></header>`;
  const choose = `<form class="choose" method="get" action="/reports"><div><label for="month">${t('month')}</label>
<input id="month" name="month" type="month" value="${month}" pattern="[0-9]{4}-[0-9]{2}" placeholder="2026-11"></div>
<div><label for="service">${t('service')}</label><select id="service" name="service">${options.join('')}</select></div>
<input type="hidden" name="lang" value="${language}"><button>${t('show')}</button></form>`;
  const registers = ['applications', 'permits'].map((name) => takeAlong(`/reports/${name}`, period(scope), name, ['csv', 'xlsx']));
  const body = `${header}<main>${choose}${cards(figures, language)}<div class="charts">${panels.map((panel) => section(panel, scope)).join('')}</div>
<p class="take">${t('registers')}: ${registers.join(' ')}</p><p class="note">${t('note')}</p></main>`;
  return document(language, `${t('title')} – ${agency.shortName}`, body);
}

/** The form to sign in with; works without scripts. */
export function signInPage(language: Language, wrong?: string): string {
  const t = say(language);
  const other = language === 'id' ? 'en' : 'id';
  const told = wrong ? `<p class="wrong" role="alert">${escaped(wrong)}</p>` : '';
  const body = `<main><div class="sign-in"><h1>${t('title')}</h1>${told}
<form method="post" action="/reports/sign-in?lang=${language}" enctype="multipart/form-data">
<label for="username">${t('username')}</label><input id="username" name="username" autocomplete="username" required maxlength="100" autofocus>
<label for="password">${t('password')}</label><input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200">
<label for="code">${t('code')}</label><input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="40">
<button>${t('signIn')}</button></form><p class="note">${t('forWhom')}</p>
<p class="note"><a href="/reports?lang=${other}" lang="${other}" hreflang="${other}">${t('otherLanguage')}</a></p></div></main>`;
  return document(language, t('title'), body);
}

function cards(figures: Figures, language: Language): string {
  const t = say(language);
  const { open, overdue, finishedToday, finishedInPeriod, onTime, statutory, statutoryPassed } = figures;
  const card = (tone: string, value: string | number, label: string, more = '') =>
    `<li class="${tone}"><b>${value}</b><span>${label}</span>${more && `<small>${more}</small>`}</li>`;
  return `<ul class="figures" aria-label="${t('figures')}">${[
    card('', open, t('open')),
    card(overdue > 0 ? 'bad' : 'good', overdue, t('overdue')),
    card('', finishedToday, t('finished'), t('inMonth', finishedInPeriod)),
    card(toneOf(onTime), percentText(onTime, language), t('onTime')),
    card(statutory > 0 ? 'bad' : 'good', statutory, t('statutory'), statutoryPassed > 0 ? t('passed', statutoryPassed) : t('nonePassed')),
  ].join('')}</ul>`;
}

function section({ title, chart, lines, view, report, query }: Panel, scope: ReportScope): string {
  const t = say(scope.language);
  const head = view.columns.map((column) => `<th scope="col">${escaped(column.title[scope.language])}</th>`).join('');
  const rows = lines.map((line) => `<tr>${cellsOf(view, scope, line).map(cell).join('')}</tr>`).join('');
  const table = `<details><summary>${t('inNumbers')}</summary><div class="rows" tabindex="0" role="region" aria-label="${t(title)}"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div></details>`;
  const take = takeAlong(`/reports/${report}`, query, '', ['csv', 'xlsx', 'svg']);
  return `<section><h2>${t(title)}</h2><p class="caption">${escaped(chart.title)}</p><div class="picture">${draw(chart, true)}</div>
${lines.length > 0 ? table : ''}<p class="take">${t('download')}: ${take}</p></section>`;
}

function takeAlong(address: string, query: string, name: string, kinds: readonly string[]): string {
  return kinds
    .map((kind) => `<a href="${escaped(`${address}.${kind}?${query}`)}">${name ? `${name}.${kind}` : kind.toUpperCase()}</a>`)
    .join(' ');
}

export function period({ from, until, service, language }: ReportScope): string {
  return new URLSearchParams({ from, until, ...(service && { service }), lang: language }).toString();
}

function cell(value: Cell): string {
  return typeof value === 'number' ? `<td class="n">${value}</td>` : `<td>${escaped(value ?? '')}</td>`;
}

function document(language: Language, title: string, body: string): string {
  return htmlPage({ language, title, style: STYLE, body });
}
