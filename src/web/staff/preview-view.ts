// What a preview says of the answers so far: the claims that they would make, what would be sealed beside them, and what
// they would change about reaching the person.
import type { PreviewedRecord } from '../../application/survey/preview.js';
import type { ClaimDetail } from '../../domain/destinations/claim.js';
import { format } from '../format.js';
import { permissionWords } from './contact-words.js';
import { claimInWords, keptWords } from './destination-words.js';
import { detailRows } from './told-view.js';

const sealedRows = (detail: ClaimDetail | null) =>
  detail === null
    ? []
    : [
        ...detailRows(detail),
        ...Object.entries(detail.more ?? {}).map(([key, value]) => ({ key, value: [value].flat().join('; ') })),
      ];

const touchWords = { yes: 'May be written to', no: 'Must not be written to again', 'not-said': null } as const;

function contactRows({ contact }: PreviewedRecord) {
  const may = touchWords[contact.stayInTouch];
  return [
    ...(may === null
      ? []
      : [
          {
            key: 'Staying in touch',
            value: contact.until === null ? may : `${may}, until ${format.date(contact.until)}`,
          },
        ]),
    ...(contact.often === undefined
      ? []
      : [{ key: 'How often', value: contact.often === 'year' ? 'Once a year at most' : 'As usual' }]),
    ...contact.points.map(({ kind, value, owner }) => ({
      key: kind === 'email' ? 'Email address' : 'Mobile number',
      value: `${value} (${owner === undefined ? 'nobody said whose' : owner})`,
    })),
    ...contact.grants.map(({ purpose, given, wording }) => ({
      key: permissionWords[purpose],
      value: `${given ? 'allowed' : 'not allowed'}, wording ${wording}`,
    })),
  ];
}

/** For views/staff/preview; null without a preview. */
export function previewView(record: PreviewedRecord | null, addressOf: (record: PreviewedRecord) => string) {
  if (record === null) return null;
  return {
    title: `${record.title}, version ${record.ref.version}`,
    href: addressOf(record),
    claims: record.claims.map(({ claim, detail }) => ({
      words: claimInWords(claim),
      codes: [
        ...(claim.ukprn === undefined ? [] : [`UKPRN ${claim.ukprn}`]),
        ...(claim.subject === undefined ? [] : [`subject ${claim.subject}`]),
        ...(claim.planKept === undefined ? [] : [keptWords[claim.planKept]]),
      ].join(', '),
      sealed: sealedRows(detail),
    })),
    contact: contactRows(record),
  };
}
