import { Global, Module, type Type } from '@nestjs/common';
import { ACCOUNT_NOTICES, ADMINISTRATORS } from '../platform/auth/account-notices.js';
import { CERTIFICATE_NOTICES } from '../platform/signing/certificate-notices.js';
import { AgencyAdministrators } from './identity/agency-administrators.js';
import { CertificateNoticeWriter } from './notifications/certificate-notice-writer.js';
import { PERSONAL_VALUES } from '../platform/auth/literal-masks.js';
import { PASSWORD_SIGN_IN } from '../platform/auth/password-sign-in.js';
import { ACTIVITIES, type Activity } from '../workflow/activity.js';
import { CASE_INTAKE } from '../workflow/case-intake.js';
import { APPLICANT_CONTACTS } from '../workflow/applicant-contacts.js';
import { CaseTextRecords } from '../workflow/case-text-records.js';
import { E_SIGNATURES } from '../workflow/e-signatures.js';
import { FILLED_FORMS } from '../workflow/filled-forms.js';
import { ISSUED_LETTERS } from '../workflow/issued-letters.js';
import { OUTSIDE_WORK } from '../workflow/outside-work.js';
import { PAPER_SOURCES, type PaperSource } from '../workflow/paper-source.js';
import { PERSONAL_RECORDS, type PersonalRecords } from '../workflow/personal-records.js';
import { ROLE_HOLDERS } from '../workflow/role-holders.js';
import { ApplicationPersonal } from './applications/application-personal.js';
import { ApplicationContacts } from './applications/application-contacts.js';
import { ApplicationFilledForms } from './applications/application-filled-forms.js';
import { ApplicationIntake } from './applications/application-intake.js';
import { ApplicationsModule } from './applications/applications.module.js';
import { CheckCompletenessActivity } from './applications/check-completeness.activity.js';
import { IssueReceiptActivity } from './applications/issue-receipt.activity.js';
import { ApplicationPersonalValues } from './applications/personal-values.js';
import { ReceiptPapers } from './applications/receipt-papers.js';
import { SubmitActivity } from './applications/submit.activity.js';
import { VerifyActivity } from './applications/verify.activity.js';
import { DisposeActivity } from './dispositions/dispose.activity.js';
import { DispositionPapers } from './dispositions/disposition-papers.js';
import { IdentityModule } from './identity/identity.module.js';
import { SignInService } from './identity/sign-in.service.js';
import { AcknowledgeActivity } from './letters/acknowledge.activity.js';
import { DraftLetterActivity } from './letters/draft-letter.activity.js';
import { HandOverActivity } from './letters/hand-over.activity.js';
import { InitialActivity } from './letters/initial.activity.js';
import { LetterIssues } from './letters/letter-issues.js';
import { UserRoleHolders } from './identity/user-role-holders.js';
import { LettersModule } from './letters/letters.module.js';
import { LetterPersonal } from './letters/letter-personal.js';
import { UntouchedCase } from './letters/untouched-case.js';
import { LetterProof } from './letters/letter-proof.js';
import { LetterPapers } from './letters/letter-papers.js';
import { NumberActivity } from './letters/number.activity.js';
import { SignActivity } from './letters/sign.activity.js';
import { AccountNoticeWriter } from './notifications/account-notice-writer.js';
import { NoticeBodies } from './notifications/notice-bodies.js';
import { NoticePersonal } from './notifications/notice-personal.js';
import { NoticeTexts } from './notifications/notice-texts.js';
import { OssPersonal } from './oss/oss-personal.js';
import { OssWork } from './oss/oss-work.js';
import { PaperPersonal } from './papers/paper-personal.js';
import { PublishInOssActivity } from './oss/publish-in-oss.activity.js';
import { ValidateInOssActivity } from './oss/validate-in-oss.activity.js';
import { PaperSignatures } from './papers/paper-signatures.js';
import { CoordinateActivity } from './recommendations/coordinate.activity.js';
import { InspectActivity } from './recommendations/inspect.activity.js';
import { ReceiveRecommendationActivity } from './recommendations/receive-recommendation.activity.js';
import { RecommendationPapers } from './recommendations/recommendation-papers.js';
import { Recommendations } from './recommendations/recommendations.repository.js';
import { RecommendActivity } from './recommendations/recommend.activity.js';
import { SurveyPersonal } from './reports/survey/survey-personal.js';

/** The vocabulary of SOPs: a new kind of work is one new class in the module that owns it, and one line here. */
const VOCABULARY: readonly Type<Activity>[] = [
  SubmitActivity,
  CheckCompletenessActivity,
  IssueReceiptActivity,
  VerifyActivity,
  DisposeActivity,
  CoordinateActivity,
  InspectActivity,
  RecommendActivity,
  ReceiveRecommendationActivity,
  DraftLetterActivity,
  InitialActivity,
  SignActivity,
  NumberActivity,
  HandOverActivity,
  AcknowledgeActivity,
  ValidateInOssActivity,
  PublishInOssActivity,
];

/** What is printed, by the modules that own it. */
const SOURCES: readonly Type<PaperSource>[] = [ReceiptPapers, DispositionPapers, RecommendationPapers, LetterPapers];

/** What is kept about applicants, by the modules that keep it. */
const PERSONAL: readonly Type<PersonalRecords>[] = [
  ApplicationPersonal,
  LetterPersonal,
  PaperPersonal,
  NoticePersonal,
  OssPersonal,
  SurveyPersonal,
  CaseTextRecords,
];

@Global()
@Module({
  imports: [ApplicationsModule, IdentityModule, LettersModule],
  providers: [
    ...VOCABULARY,
    { provide: ACTIVITIES, inject: [...VOCABULARY], useFactory: (...activities: Activity[]) => activities },
    { provide: ACCOUNT_NOTICES, useClass: AccountNoticeWriter },
    { provide: ADMINISTRATORS, useClass: AgencyAdministrators },
    { provide: CERTIFICATE_NOTICES, useClass: CertificateNoticeWriter },
    NoticeTexts,
    { provide: APPLICANT_CONTACTS, useClass: ApplicationContacts },
    { provide: PERSONAL_VALUES, useClass: ApplicationPersonalValues },
    { provide: E_SIGNATURES, useClass: PaperSignatures },
    { provide: FILLED_FORMS, useClass: ApplicationFilledForms },
    LetterProof,
    UntouchedCase,
    { provide: ISSUED_LETTERS, useClass: LetterIssues },
    { provide: CASE_INTAKE, useClass: ApplicationIntake },
    { provide: OUTSIDE_WORK, useExisting: OssWork },
    { provide: PASSWORD_SIGN_IN, useExisting: SignInService },
    { provide: ROLE_HOLDERS, useClass: UserRoleHolders },
    ...SOURCES,
    { provide: PAPER_SOURCES, inject: [...SOURCES], useFactory: (...sources: PaperSource[]) => sources },
    NoticeBodies,
    Recommendations,
    ...PERSONAL,
    { provide: PERSONAL_RECORDS, inject: [...PERSONAL], useFactory: (...records: PersonalRecords[]) => records },
  ],
  exports: [
    ACCOUNT_NOTICES,
    ACTIVITIES,
    CERTIFICATE_NOTICES,
    APPLICANT_CONTACTS,
    CASE_INTAKE,
    E_SIGNATURES,
    FILLED_FORMS,
    ISSUED_LETTERS,
    OUTSIDE_WORK,
    PAPER_SOURCES,
    PASSWORD_SIGN_IN,
    PERSONAL_RECORDS,
    PERSONAL_VALUES,
    ROLE_HOLDERS,
  ],
})
export class ActivitiesModule {}
