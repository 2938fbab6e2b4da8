import { refusal } from '../../kernel/refusal.js';

export const reportNotFound = refusal('not-found', 'REPORT_NOT_FOUND', {
  id: 'Laporan "{report}" tidak ada; yang ada: {known}.',
  en: 'There is no report "{report}"; there are: {known}.',
});
export const groupNotFound = refusal('invalid', 'REPORT_GROUP_UNKNOWN', {
  id: 'Laporan ini tidak dapat dikelompokkan menurut "{group}"; yang ada: {known}.',
  en: 'This report is not grouped by "{group}"; there are: {known}.',
});
/** Asked for by its address. */
export const noPicture = refusal('not-found', 'REPORT_HAS_NO_PICTURE', {
  id: 'Laporan ini tidak mempunyai gambar.',
  en: 'This report has no picture.',
});
export const notAcceptable = refusal('not-acceptable', 'NOT_ACCEPTABLE', {
  id: 'Laporan ini tidak tersedia dalam bentuk yang diminta; yang ada: {known}.',
  en: 'This report is not available in what "Accept" asks for; there are: {known}.',
});
