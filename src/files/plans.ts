// Which headings do files of plans and results use, from schools' systems and from UCAS? Meaning is the domain's
// (domain/alumni/plan-file-row). UCAS publishes no layout that was read, so these headings are unverified.
import { planFileFields, planFileSays, type PlanFileField } from '../domain/alumni/plan-file-fields.js';
import { openRows, type FileColumns, type OpenRows } from './people-rows.js';

const otherHeadings: FileColumns<PlanFileField>['otherHeadings'] = {
  ucasId: ['ucas', 'ucaspersonalid', 'ucaspid', 'ucasnumber', 'personalid', 'applicantid', 'pid'],
  upn: ['pupilnumber', 'uniquepupilnumber'],
  uln: ['learnernumber', 'uniquelearnernumber'],
  givenName: ['forename', 'firstname', 'given', 'legalforename', 'firstnames', 'forenames', 'givennames'],
  familyName: ['surname', 'lastname', 'family', 'legalsurname'],
  dateOfBirth: ['dob', 'birthdate', 'born', 'birthday'],
  plan: ['intended', 'intendeddestination', 'intendedroute', 'plannedactivity', 'plannedroute', 'plan'],
  planProvider: ['plannedprovider', 'intendeduniversity', 'intendedplace'],
  planEmployer: ['plannedemployer'],
  planCourse: ['plannedcourse'],
  planStart: ['plannedstart', 'intendedstartson', 'intendedstartmonth'],
  application: ['applicationstatus', 'ucasstatus', 'applicationstate', 'applied', 'ucasapplicationstatus'],
  offers: ['offers', 'offersreceived', 'numberofoffers', 'offercount'],
  firmProvider: [
    'firm',
    'firmuniversity',
    'firmprovider',
    'firmchoiceprovider',
    'firminstitution',
    'firmchoiceuniversity',
  ],
  firmCourse: ['firmchoicecourse', 'firmcoursetitle', 'firmcoursename'],
  insuranceProvider: [
    ...['insurance', 'insuranceuniversity', 'insuranceprovider', 'insurancechoiceprovider', 'insuranceinstitution'],
    'insurancechoiceuniversity',
  ],
  insuranceCourse: ['insurancechoicecourse', 'insurancecoursetitle', 'insurancecoursename'],
  choiceProvider: ['provider', 'providername', 'university', 'institution', 'choiceprovider', 'choiceuniversity'],
  choiceCourse: ['course', 'coursetitle', 'coursename', 'choicecourse'],
  reply: ['applicantreply', 'choicereply', 'studentreply', 'replystatus'],
  result: ['placementstatus', 'placedstatus', 'resultsday', 'finalstatus', 'outcome', 'acceptanceroute', 'placement'],
  final: ['finaldestination', 'actualdestination', 'destination', 'finalroute'],
  finalProvider: [
    ...['finaluniversity', 'finalplace', 'destinationprovider', 'placedprovider', 'acceptedprovider', 'placedat'],
    ...['placeduniversity', 'acceptedat', 'finaldestinationprovider', 'placedinstitution'],
  ],
  finalEmployer: ['destinationemployer'],
  finalCourse: ['destinationcourse', 'placedcourse', 'acceptedcourse', 'finaldestinationcourse', 'placedcoursetitle'],
  finalStart: ['destinationstart', 'finalstartmonth', 'finalstartson', 'startdate', 'entrydate', 'pointofentry'],
  asOf: ['recordedon', 'statusdate', 'updatedon', 'reportdate', 'lastupdated'],
};

const columns: FileColumns<PlanFileField> = {
  what: 'a file of plans',
  fields: planFileFields,
  otherHeadings,
  missing: (recognised) => {
    const has = (field: PlanFileField): boolean => recognised.includes(field);
    const named = has('givenName') && has('familyName') && has('dateOfBirth');
    return [
      ...(has('ucasId') || has('upn') || has('uln') || named
        ? []
        : ['UCAS id, UPN, ULN, or given name with family name and date of birth']),
      ...(planFileSays.some(has)
        ? []
        : ['a column of plans or results, such as firm choice, result or final provider']),
    ];
  },
};

/** The rows of a file of plans and the headings that were left aside. Throws FileRefused, also half way. */
export const openPlans: OpenRows<PlanFileField> = (open, limits, own) => openRows(open, limits, columns, own);
