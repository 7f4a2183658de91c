// Published questionnaires: unchanged since they were published, complete, and answerable by every path.
import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { publishedQuestionnaires } from '../../src/domain/survey/catalogue.js';
import { checkDefinition, pathsOf } from '../../src/domain/survey/check-definition.js';
import { checkTexts } from '../../src/domain/survey/texts.js';

describe.each(publishedQuestionnaires.map((published) => [published.title, published] as const))(
  '%s',
  (_title, { questionnaire, texts, fingerprint }) => {
    it('is as it was when it was published; a change is a new version', () => {
      const now = createHash('sha256').update(JSON.stringify({ questionnaire, texts })).digest('hex');
      expect(now).toBe(fingerprint);
    });

    it('can be asked: codes unique, conditions looking back, each page reachable, each path ending', () => {
      expect(checkDefinition(questionnaire)).toEqual([]);
    });

    it('has words for everything', () => {
      expect(Object.values(texts).flatMap((language) => checkTexts(questionnaire, language))).toEqual([]);
    });

    it('shows every page on some path and the one required question on all', () => {
      const paths = pathsOf(questionnaire);
      expect([...new Set(paths.flatMap((path) => path.pages))].sort()).toEqual(
        questionnaire.pages.map((page) => page.id).sort(),
      );
      expect(paths.every((path) => path.pages[0] === questionnaire.ending.question)).toBe(true);
    });
  },
);

it('no two published questionnaires have the same name and version', () => {
  const names = publishedQuestionnaires.map(({ questionnaire: { name, version } }) => `${name} ${version}`);
  expect(new Set(names).size).toBe(names.length);
});

it('every leaf of the reasons taxonomy RT-1 can be chosen by an alumnus', () => {
  const leaves = (group: string, letter: string, count: number): readonly string[] =>
    Array.from({ length: count }, (_none, at) => `${group}/${letter}${at + 1}`);
  const taxonomy = [
    ...leaves('GEO', 'G', 5),
    ...leaves('TEA', 'T', 8),
    ...leaves('FIT', 'F', 6),
    ...leaves('BEL', 'B', 5),
    ...leaves('CAR', 'C', 3),
    ...leaves('FIN', 'M', 7),
    ...leaves('HEA', 'H', 4),
    ...leaves('ACA', 'A', 3),
    ...leaves('EMP', 'E', 7),
    ...leaves('POS', 'P', 4),
    ...leaves('EXT', 'X', 3),
    'UNK/U1',
    'UNK/U3', // UNK/U2, "I don't know", is a choice of the question before
  ];
  const offered = publishedQuestionnaires
    .filter(({ questionnaire }) => questionnaire.name === 'destination-check')
    .flatMap(({ questionnaire }) => questionnaire.pages)
    .flatMap((page) => page.questions)
    .filter((question) => question.id.startsWith('reasons-'))
    .flatMap((question) => (question.choices ?? []).map((choice) => choice.code));
  expect([...new Set(offered)].sort()).toEqual([...taxonomy].sort());
});
