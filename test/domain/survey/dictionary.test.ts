// The dictionary and the drawing say what is asked: every question, every code, every arrow.
import { describe, expect, it } from '@jest/globals';
import { publishedQuestionnaires } from '../../../src/domain/survey/catalogue.js';
import { conditionWords, dictionaryOf, drawingOf, graphOf } from '../../../src/domain/survey/dictionary.js';
import { pictureOf } from '../../../src/main/commands/questionnaire-picture.js';

describe.each(publishedQuestionnaires.map((published) => [published.title, published] as const))(
  '%s',
  (_title, published) => {
    const { pages } = published.questionnaire;

    it('has a row for every code and question, each in words', () => {
      const rows = dictionaryOf(published);
      const asked = pages.flatMap((page) => page.questions);
      expect(rows.length).toBe(asked.reduce((sum, { choices }) => sum + (choices?.length ?? 1), 0));
      expect(rows.filter(({ heading, code, text }) => heading === '' || (code !== '' && text === ''))).toEqual([]);
      expect(rows[0]).toMatchObject({ page: 1, required: true, forValid: true, byProxy: true, askedOf: 'everyone' });
    });

    it('is drawn with a box a page and an arrow to each', () => {
      const drawing = drawingOf(published);
      pages.forEach((page, at) => {
        expect(drawing).toContain(`p${at + 1}["${at + 1}. ${page.id}: `);
        expect(drawing).toMatch(new RegExp(`(-->|\\|) p${at + 1}\\n`));
      });
      expect(drawing).not.toContain('undefined');
    });

    it('is a picture with the same boxes, which stands by itself', () => {
      const picture = pictureOf(published.title, graphOf(published));
      const boxes = [...picture.matchAll(/<text class="title"[^>]*>(\d+\. [a-z0-9-]+): /g)].map(([, box]) => box);
      expect(boxes).toEqual(pages.map((page, at) => `${at + 1}. ${page.id}`));
      const bare = picture.replace(/<[/a-z][^<>]*>/g, '').replace(/&(?:amp|lt|gt|quot);/g, '');
      expect([picture.startsWith('<svg xmlns="'), /[<>&]/.test(bare), picture.includes('NaN')]).toEqual([
        ...[true, false, false],
      ]);
    });
  },
);

it('says conditions in words', () => {
  const is = (question: string, ...codes: readonly string[]) => ({ kind: 'answer-in', question, codes }) as const;
  expect(
    conditionWords({
      kind: 'all',
      of: [is('a', 'x', 'y'), { kind: 'not', of: { kind: 'answered', question: 'b' } }, { kind: 'drawn', block: 'k' }],
    }),
  ).toBe('a is x or y, and not (b is answered), and by lot: block k');
});
