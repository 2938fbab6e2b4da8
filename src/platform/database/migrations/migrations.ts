import { DocumentEvidence1770020000000 } from './1770020000000-document-evidence.js';
import { Foundation1763900000000 } from './1763900000000-foundation.js';
import { Calendar1763900200000 } from './1763900200000-calendar.js';
import { Notifications1764100000000 } from './1764100000000-notifications.js';
import { StatutoryAlarms1764200000000 } from './1764200000000-statutory-alarms.js';
import { CalendarChanges1764400000000 } from './1764400000000-calendar-changes.js';
import { Papers1764500000000 } from './1764500000000-papers.js';
import { Books1764600000000 } from './1764600000000-books.js';
import { RemoteSignatures1764700000000 } from './1764700000000-remote-signatures.js';
import { ReceiptsAgain1764800000000 } from './1764800000000-receipts-again.js';
import { Reports1765400000000 } from './1765400000000-reports.js';
import { Oss1765000000000 } from './1765000000000-oss.js';
import { Reading1765300000000 } from './1765300000000-reading.js';
import { Identity1765100000000 } from './1765100000000-identity.js';
import { Privacy1765200000000 } from './1765200000000-privacy.js';
import { Reporting1765500000000 } from './1765500000000-reporting.js';
import { OssSealed1765610000000 } from './1765610000000-oss-sealed.js';
import { OssVersions1765620000000 } from './1765620000000-oss-versions.js';
import { OssFiles1765630000000 } from './1765630000000-oss-files.js';
import { OssReport1765640000000 } from './1765640000000-oss-report.js';
import { KnownPeople1765650000000 } from './1765650000000-known-people.js';
import { GivenPasswords1765660000000 } from './1765660000000-given-passwords.js';
import { SessionKinds1770040000000 } from './1770040000000-session-kinds.js';
import { UsernamesPerAgency1770040100000 } from './1770040100000-usernames-per-agency.js';
import { KeyedPseudonyms1770040200000 } from './1770040200000-keyed-pseudonyms.js';
import { WebhookHealth1770030000000 } from './1770030000000-webhook-health.js';
import { LetterDates1770080100000 } from './1770080100000-letter-dates.js';
import { OssIdentity1770010000000 } from './1770010000000-oss-identity.js';
import { OssRefused1770010100000 } from './1770010100000-oss-refused.js';
import { Separation1770050000000 } from './1770050000000-separation.js';
import { SigningCertificates1770080200000 } from './1770080200000-signing-certificates.js';
import { Evidence1770070000000 } from './1770070000000-evidence.js';
import { CalendarProposals1770090000000 } from './1770090000000-calendar-proposals.js';
import { ProposalEvidence1770090100000 } from './1770090100000-proposal-evidence.js';
import { AgencyFirst1770110000000 } from './1770110000000-agency-first.js';
import { SecondFactors1770120000000 } from './1770120000000-second-factors.js';
import { TypedSearch1770150000000 } from './1770150000000-typed-search.js';
import { AccountMail1770120100000 } from './1770120100000-account-mail.js';
import { AccessLog1770130100000 } from './1770130100000-access-log.js';
import { ReasonsInJournals1770130000000 } from './1770130000000-reasons-in-journals.js';

/** Every migration, oldest first. A landed one is never edited. */
export const MIGRATIONS = [
  Foundation1763900000000,
  Calendar1763900200000,
  Notifications1764100000000,
  StatutoryAlarms1764200000000,
  CalendarChanges1764400000000,
  Papers1764500000000,
  Books1764600000000,
  RemoteSignatures1764700000000,
  ReceiptsAgain1764800000000,
  Reports1765400000000,
  Oss1765000000000,
  Reading1765300000000,
  Identity1765100000000,
  Privacy1765200000000,
  Reporting1765500000000,
  OssSealed1765610000000,
  OssVersions1765620000000,
  OssFiles1765630000000,
  OssReport1765640000000,
  KnownPeople1765650000000,
  GivenPasswords1765660000000,
  OssIdentity1770010000000,
  OssRefused1770010100000,
  DocumentEvidence1770020000000,
  SessionKinds1770040000000,
  UsernamesPerAgency1770040100000,
  KeyedPseudonyms1770040200000,
  Evidence1770070000000,
  LetterDates1770080100000,
  Separation1770050000000,
  SigningCertificates1770080200000,
  CalendarProposals1770090000000,
  ProposalEvidence1770090100000,
  WebhookHealth1770030000000,
  AgencyFirst1770110000000,
  SecondFactors1770120000000,
  AccountMail1770120100000,
  ReasonsInJournals1770130000000,
  AccessLog1770130100000,
  TypedSearch1770150000000,
];
