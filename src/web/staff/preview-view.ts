// What a preview says of the answers so far: the claims that they would make, what would be sealed beside them, and what
// they would change about reaching the person.
import type { PreviewedRecord } from '../../application/survey/preview.js';
import type { ContactOwner } from '../../domain/alumni/alumnus.js';
import type { ClaimDetail } from '../../domain/destinations/claim.js';
import type { SensitiveGround } from '../../domain/survey/sensitive.js';
import { format } from '../format.js';
import { channelWords, permissionWords } from './contact-words.js';
import { planInWords } from '../../domain/destinations/words.js';
import { claimInWords, keptWords } from './destination-words.js';
import { detailRows } from './told-view.js';

const sealedRows = (detail: ClaimDetail | null) =>
  detail === null
    ? []
    : [
        ...detailRows(detail),
        ...Object.entries(detail.more ?? {}).map(([key, value]) => ({ key, value: [value].flat().join('; ') })),
      ];

const ownerWords: Readonly<Record<ContactOwner, string>> = {
  self: 'their own',
  parent: 'a parent’s',
  shared: 'shared with somebody',
  unknown: 'nobody said whose',
};
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
    ...(contact.channels === undefined || contact.stayInTouch !== 'yes'
      ? []
      : [{ key: 'By', value: contact.channels.map((channel) => channelWords[channel]).join(', ') }]),
    ...contact.points.map(({ kind, value, owner }) => ({
      key: kind === 'email' ? 'Email address' : 'Mobile number',
      value: `${value} (${ownerWords[owner ?? 'unknown']})`,
    })),
    ...contact.grants.map(({ purpose, given, wording }) => ({
      key: permissionWords[purpose],
      value: `${given ? 'allowed' : 'not allowed'}, wording ${wording}`,
    })),
  ];
}

/** What of a page hangs on a recorded ground (Y12). */
export const sensitiveWords = {
  page: 'this question can tell of health or faith. It is asked only while a ground under Article 9 UK GDPR is recorded.',
  answers: 'an answer here tells of health. It is offered only while a ground under Article 9 UK GDPR is recorded.',
} as const;

/** Whether one is. */
export const groundWords = (ground: SensitiveGround | null): string =>
  ground === null
    ? 'None holds today, so nobody sees it but in a preview.'
    : `One is recorded, until ${format.date(ground.until)}.`;

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
    plan: record.plan === null ? null : planInWords(record.plan),
    contact: contactRows(record),
  };
}
