// Which headings do local authorities' answers use? Meaning is the domain's (domain/destinations/authority-file).
import { authorityFileFields, type AuthorityFileField } from '../domain/destinations/authority-file.js';
import { openRows, type FileColumns, type OpenRows } from './people-rows.js';

const otherHeadings: FileColumns<AuthorityFileField>['otherHeadings'] = {
  upn: ['pupilnumber', 'uniquepupilnumber'],
  uln: ['learnernumber', 'uniquelearnernumber'],
  givenName: ['forename', 'firstname', 'given', 'legalforename'],
  familyName: ['surname', 'lastname', 'family', 'legalsurname'],
  dateOfBirth: ['dob', 'birthdate', 'born'],
  code: ['code', 'activity', 'currentactivity', 'currentactivitycode', 'nccisactivity', 'nccis', 'ccisactivity'],
  since: ['startdate', 'activitystart', 'activitystartdate', 'from', 'begin'],
  knownOn: ['lastverified', 'verifiedon', 'dateverified', 'lastverifieddate', 'recordedon', 'daterecorded', 'knownon'],
  provider: ['establishment', 'educationprovider', 'providername', 'place', 'trainingprovider'],
  employer: ['employername', 'company'],
};

const columns: FileColumns<AuthorityFileField> = {
  what: 'a file of a local authority',
  fields: authorityFileFields,
  otherHeadings,
  missing: (recognised) => {
    const has = (field: AuthorityFileField): boolean => recognised.includes(field);
    const named = has('givenName') && has('familyName') && has('dateOfBirth');
    return [
      ...(has('upn') || has('uln') || named ? [] : ['UPN, ULN, or given name with family name and date of birth']),
      ...(has('code') ? [] : [authorityFileFields.code]),
    ];
  },
};

/** The rows of an authority's file and the headings that were left aside. Throws FileRefused, also half way. */
export const openAuthority: OpenRows<AuthorityFileField> = (open, limits, own) => openRows(open, limits, columns, own);
