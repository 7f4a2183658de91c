// Has a question what its kind needs, and nothing that belongs to another?
// A consent is a yes or a no of a named wording that nothing presses for; doubts are about what the kind can hold.
import type { Question, QuestionKind, SoftCheckKind } from './definition.js';

const doubtable: Readonly<Record<SoftCheckKind, readonly QuestionKind[]>> = {
  'ends-before-start': ['month-range'],
  'long-before-leaving': ['month', 'month-range'],
  'other-kind': ['provider'],
};

function checkConsent({ id, kind, choices = [], wording, required }: Question): readonly string[] {
  if (kind !== 'consent') return wording === undefined ? [] : [`${id}: a wording on a question that is no consent`];
  const codes = choices.map((choice) => choice.code).join(' ');
  return [
    ...(codes === 'yes no' ? [] : [`${id}: a consent is a yes or a no`]),
    ...((wording ?? '') === '' ? [`${id}: a consent without the version of its wording`] : []),
    ...(required === true ? [`${id}: a consent that is required is none`] : []),
  ];
}

/** What is wrong with a question for its kind, in words for whoever writes it. */
export const checkKind = (question: Question): readonly string[] => [
  ...checkConsent(question),
  ...(question.doubts ?? [])
    .filter(({ kind }) => !doubtable[kind].includes(question.kind))
    .map(({ kind }) => `${question.id}: the doubt ${kind} does not fit a ${question.kind}`),
];
