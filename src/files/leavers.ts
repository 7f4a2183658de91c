// Which headings do files of leavers use? Meaning is the domain's (domain/alumni/leaver-row).
import { leaverFields, type LeaverField } from '../domain/alumni/leaver-fields.js';
import { openRows, type FileColumns, type OpenRows } from './people-rows.js';

const otherHeadings: FileColumns<LeaverField>['otherHeadings'] = {
  school: ['schoolname', 'schoolid', 'urn', 'schoolurn', 'laestab', 'academy', 'establishment'],
  upn: ['pupilnumber', 'uniquepupilnumber'],
  formerUpn: ['previousupn', 'oldupn', 'formerpupilnumber'],
  uln: ['learnernumber', 'uniquelearnernumber'],
  ucasId: ['ucas', 'ucaspersonalid', 'ucaspid', 'ucasnumber'],
  givenName: ['forename', 'firstname', 'given', 'legalforename', 'firstnames', 'forenames', 'givennames'],
  familyName: ['surname', 'lastname', 'family', 'legalsurname'],
  nameToUse: ['preferredname', 'preferredforename', 'knownas', 'chosenname', 'preferredfirstname'],
  dateOfBirth: ['dob', 'birthdate', 'born', 'birthday'],
  leftOn: ['leavingdate', 'dateofleaving', 'dateleft', 'leavedate', 'dol', 'left'],
  stage: ['yeargroup', 'ncyear', 'leftfrom', 'leftstage', 'year'],
  leavingYear: ['yearofleaving', 'leaveryear', 'yearleft', 'cohortyear', 'cohort'],
  formGroup: ['form', 'tutorgroup', 'registrationgroup', 'reggroup', 'tutorset', 'class', 'tutorform'],
  email: ['emailaddress', 'personalemail', 'studentemail', 'email1', 'ownemail'],
  emailOwner: ['emailbelongsto', 'whoseemail', 'email1owner'],
  emailUseUntil: ['emailuntil', 'emailusableuntil'],
  secondEmail: ['email2', 'otheremail', 'secondemailaddress'],
  secondEmailOwner: ['email2owner', 'otheremailowner'],
  mobile: ['mobilenumber', 'phone', 'telephone', 'mobilephone', 'studentmobile'],
  mobileOwner: ['phoneowner', 'whosemobile', 'mobilebelongsto'],
  parentEmail: ['parentemailaddress', 'parentcarermail', 'parentcareremail', 'careremail', 'guardianemail'],
  basis: ['lawfulbasis', 'contactbasis'],
  basisEvidence: ['evidence', 'basisshownby'],
  basisRecordedOn: ['basisdate', 'consentdate', 'consentrecordedon', 'consentgivenon'],
  basisWording: ['noticeversion', 'consentwording', 'wordingversion'],
  consentUntil: ['basisuntil', 'contactuntil'],
  intendedActivity: ['intended', 'intendeddestination', 'intendedroute', 'plan', 'plannedactivity'],
  intendedProvider: ['plannedprovider', 'intendeduniversity', 'intendedplace'],
  intendedCourse: ['plannedcourse'],
  intendedEmployer: ['plannedemployer'],
  intendedStart: ['plannedstart', 'intendedstartson', 'intendedstartmonth'],
  intendedRecordedOn: ['planrecordedon', 'intendeddate'],
  finalActivity: ['final', 'finaldestination', 'actualdestination', 'destination', 'finalroute'],
  finalProvider: ['finaluniversity', 'finalplace', 'destinationprovider'],
  finalCourse: ['destinationcourse'],
  finalEmployer: ['destinationemployer'],
  finalStart: ['destinationstart', 'finalstartmonth', 'finalstartson'],
  finalRecordedOn: ['destinationrecordedon', 'finaldate'],
};

const needed: readonly LeaverField[] = ['school', 'givenName', 'familyName', 'stage'];

const columns: FileColumns<LeaverField> = {
  what: 'a file of leavers',
  fields: leaverFields,
  otherHeadings,
  missing: (recognised) => [
    ...needed.filter((field) => !recognised.includes(field)).map((field): string => leaverFields[field]),
    ...(recognised.includes('leftOn') || recognised.includes('leavingYear') ? [] : ['left on or leaving year']),
  ],
};

/** The rows of a leavers file and the headings that were left aside. Throws FileRefused, also half way. */
export const openLeavers: OpenRows<LeaverField> = (open, limits, own) => openRows(open, limits, columns, own);
