// How the change log of careers provision reads, and what former students said, in numbers that the audience may see.
import type { ShownProvision, ShownProvisionLog } from '../../../application/insight/provision-log.js';
import { cohortName } from '../../../domain/alumni/cohort.js';
import {
  yearGroups,
  type ProvisionKind,
  type ReviewVerdict,
  type YearGroup,
} from '../../../domain/insight/provision.js';
import { voiceThemes } from '../../../domain/insight/school-voice.js';
import { format } from '../../format.js';
import { placeWords } from './acting.js';
import type { ShownTable } from './tables.js';
import { percentWords, rangeWords } from './words.js';

/** Where a change is found. */
export const home = '/staff/insight/provision';

export const kindWords: Readonly<Record<ProvisionKind, string>> = {
  added: 'Added',
  changed: 'Changed',
  dropped: 'Dropped',
};
export const verdictWords: Readonly<Record<ReviewVerdict, string>> = {
  keep: 'Kept as it is',
  change: 'To be changed',
  stop: 'Stopped',
};
export const groupNames: Readonly<Record<YearGroup, string>> = {
  primary: 'Primary',
  ...{ y7: 'Year 7', y8: 'Year 8', y9: 'Year 9', y10: 'Year 10', y11: 'Year 11', y12: 'Year 12', y13: 'Year 13' },
};

/** Whether it was looked at again, in a few words. */
export const reviewWords = ({ change, late }: ShownProvision) =>
  late
    ? { tone: 'careful', text: `To be looked at since ${format.date(change.reviewOn)}` }
    : change.review === undefined
      ? { tone: 'quiet', text: `Looked at on ${format.date(change.reviewOn)}` }
      : { tone: 'note', text: `${verdictWords[change.review.verdict]}, ${format.date(change.review.on)}` };

/** The change log as a table; `links` to the page of each where it is on screen. */
export const provisionTable = (log: readonly ShownProvision[], links = true): ShownTable => ({
  caption: 'What of careers provision changed, and why',
  columns: [
    { text: 'What' },
    { text: 'Done' },
    { text: 'Year groups' },
    { text: 'Whose' },
    { text: 'Because' },
    { text: 'Reviewed' },
  ],
  rows: log.map((shown) => {
    const { change, school } = shown;
    const because =
      change.because.asOf === undefined
        ? change.because.words
        : `${change.because.words} (as of ${format.day(change.because.asOf)})`;
    return [
      links ? { text: change.what, href: `${home}/${change.id}` } : change.what,
      `${kindWords[change.kind]}, from ${format.date(change.from)}`,
      yearGroups
        .filter((group) => change.yearGroups.includes(group))
        .map((group) => groupNames[group])
        .join(', '),
      placeWords(school),
      because === '' ? 'What former students said' : because,
      reviewWords(shown),
    ];
  }),
});

const themeRows = ({ voice }: ShownProvisionLog): ShownTable['rows'] =>
  voice.themes.flatMap(({ theme, people }) =>
    people === 0 ? [] : [[voiceThemes[theme], people === null ? 'hidden, too few people' : format.number(people)]],
  );

/** What was said, as a table. */
export const voiceTable = (shown: ShownProvisionLog): ShownTable => ({
  caption: 'What former students said that school should add or drop',
  columns: [{ text: 'Their answer mentions' }, { text: 'People', numeric: true }],
  rows: themeRows(shown),
});

/** Who said something, and whether school helped, in a sentence each. */
export function voiceWords({ voice, voiceOf, voiceAsOf }: ShownProvisionLog): readonly string[] {
  const { said, helped } = voice;
  const over = voiceOf.length === 0 ? '' : `, of ${voiceOf.map(cohortName).join('; ')}`;
  const counted = voiceAsOf === null ? 'Not counted yet.' : `Counted on ${format.dateTime(voiceAsOf)}${over}.`;
  const { share, interval, of } = helped;
  const raters = of === null ? 'those' : `about ${format.number(of)}`;
  return [
    said === 0
      ? `Nobody has written yet what school should add or drop. ${counted}`
      : said === null
        ? `Too few to tell how many wrote what school should add or drop. ${counted}`
        : `${format.capital(format.count(said))} ${said === 1 ? 'person' : 'people'} wrote what school should add or drop. ${counted}`,
    share === null || interval === null
      ? 'Too few people have rated how school helped them for a share to be shown.'
      : `School helped them, 4 or 5 of 5: ${percentWords(share)} (${rangeWords(interval)}) of ${raters} who rated it.`,
  ];
}
