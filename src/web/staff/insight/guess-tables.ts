// The tables of Guess first: you said, the figures say, we cannot tell yet; and every belief with how near it was.
import type { ShownSheet } from '../../../application/insight/show-guesses.js';
import { guessableFacts } from '../../../domain/insight/guessable.js';
import type { Belief } from '../../../domain/insight/surprises.js';
import { roleWords } from '../../guess-words.js';
import { format } from '../../format.js';
import type { ShownTable } from './tables.js';
import { percentWords, rangeWords } from './words.js';

export const home = '/staff/insight/guesses';

const of100 = (value: number): string => `${Math.round(value)} %`;
const points = (off: number): string => `${off.toFixed(1)} points`;

const said = (roles: ShownSheet['found'][number]['roles'], role: string): number | null =>
  roles.find((one) => one.role === role)?.median ?? null;

/** Of an unsealed sheet: what each role said, beside the figure. */
export function figuresTable({ found }: Pick<ShownSheet, 'found'>): ShownTable {
  const asked = found[0]?.roles.filter(({ role }) => found.some(({ roles }) => said(roles, role) !== null)) ?? [];
  return {
    caption: 'You said, the figures say',
    columns: [
      { text: 'Figure' },
      ...asked.map(({ role }) => ({ text: `${roleWords[role].many} said`, numeric: true })),
      { text: 'The figures say, with 95 % interval', numeric: true },
      { text: 'Whatever became of the others', numeric: true },
    ],
    rows: found.map(({ key, share, interval, bounds, roles }) => [
      guessableFacts[key].short,
      ...asked.map(({ role }) => {
        const median = said(roles, role);
        return median === null ? 'fewer than five' : of100(median);
      }),
      share === null || interval === null ? 'we cannot tell yet' : `${percentWords(share)} (${rangeWords(interval)})`,
      bounds === null ? null : rangeWords(bounds),
    ]),
  };
}

const verdict = ({ surprise, open }: Belief): { readonly tone: string; readonly text: string } =>
  !surprise
    ? { tone: 'quiet', text: 'No surprise' }
    : open
      ? { tone: 'note', text: 'Surprise; who is not known could undo it' }
      : { tone: 'careful', text: 'Surprise' };

/** Every belief beside its figure. With the sheet's name where several stand together. */
export function beliefsTable(beliefs: readonly Belief[], ofSeveral: boolean): ShownTable {
  return {
    caption: 'What was believed, and how near it was',
    columns: [
      { text: 'Belief' },
      ...(ofSeveral ? [{ text: 'Sheet' }] : []),
      { text: 'They said', numeric: true },
      { text: 'The figures say', numeric: true },
      { text: 'Off by', numeric: true },
      { text: 'Ranges that hit', numeric: true },
      { text: 'Beside chance' },
      { text: 'Seen before' },
    ],
    rows: beliefs.map((belief) => {
      const { key, role, score, share, sheet, seenBefore } = belief;
      const where = belief.said === null ? format.countOf(score.guesses, 'guess', 'guesses') : belief.said;
      return [
        {
          text: `${guessableFacts[key].short}: ${roleWords[role].many.toLowerCase()} (${where})`,
          href: `${home}/${sheet.id}/back/${key}`,
        },
        ...(ofSeveral ? [sheet.title] : []),
        of100(score.median),
        percentWords(share),
        points(score.off),
        score.ranges === 0 ? null : `${score.hits} of ${score.ranges}`,
        verdict(belief),
        seenBefore ? 'Insight showed it already' : 'no',
      ];
    }),
  };
}
