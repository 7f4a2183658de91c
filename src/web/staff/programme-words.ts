// How the calendar and the programmes speak: why a step moved, where a planned wave stands, what a point asks.
import type { Application } from '../../application/index.js';
import { findQuestionnaire } from '../../domain/survey/catalogue.js';
import type { QuestionnaireRef, StepMove, Wave } from '../../domain/waves/wave.js';
import { format } from '../format.js';
import { stepWords } from './wave-words.js';

/** `First reminder: moved from Saturday 24 October 2026 because it is a Saturday; after it comes a Sunday.` */
export const moveSentence = ({ step, from, because }: StepMove, what: 'moved' | 'left out' = 'moved'): string => {
  const [first = 'not a day of contact', ...then] = because;
  const after = then.length === 0 ? '' : `, then ${then.join(', then ')}`;
  return what === 'moved'
    ? `${stepWords[step]}: moved from ${format.longDate(from)} because it is ${first}${after}.`
    : `${stepWords[step]}: left out; ${format.longDate(from)} is ${first}${after}.`;
};

/** Every move and omission in sentences. */
export const planSentences = (plan: {
  readonly moves: readonly StepMove[];
  readonly leftOut: readonly StepMove[];
}): readonly string[] => [
  ...plan.moves.map((move) => moveSentence(move)),
  ...plan.leftOut.map((move) => moveSentence(move, 'left out')),
];

/** `Destination check, version 1`, and a word where it stands in for another. */
export const asksWords = (ref: QuestionnaireRef, standsIn: boolean): string =>
  `${findQuestionnaire(ref)?.title ?? ref.name}, version ${ref.version}${
    standsIn ? ' (stands in: the questionnaire planned for this point is not published yet)' : ''
  }`;

/** For a draft: `First reminder: Saturday 24 October 2026 is a Saturday, then a Sunday. The next day for it is Monday 26 October 2026.` */
export const quietView = ({ clear, notes }: ReturnType<Application['waves']['quietDaysOf']>) => ({
  notes,
  sentences:
    clear === null
      ? []
      : [
          ...clear.moves.map(({ step, from, because }) => {
            const to = clear.steps.find(({ id }) => id === step)?.on ?? from;
            return `${stepWords[step]}: ${format.longDate(from)} is ${because.join(', then ')}. The next day for it is ${format.longDate(to)}.`;
          }),
          ...clear.leftOut.map((move) => moveSentence(move, 'left out')),
        ],
});

/** For a drafted wave's page: which plan it comes from, and what moved; null for one that was planned by hand. */
export const originView = ({ origin }: Wave) =>
  origin === undefined
    ? null
    : {
        text: `plan for Year ${origin.programmeId.slice(1)} leavers, version ${origin.version}`,
        href: `/staff/programmes/${origin.programmeId}`,
        sentences: planSentences(origin),
      };
