// Which page comes next, which answers fall, who sees what, and what a questionnaire must be to be asked at all.
import { describe, expect, it } from '@jest/globals';
import { checkDefinition } from '../../../src/domain/survey/check-definition.js';
import { choiceOrder, drawBlock } from '../../../src/domain/survey/choice-order.js';
import { designWeight } from '../../../src/domain/survey/definition.js';
import type { AnswerValue, Page, Question, Questionnaire } from '../../../src/domain/survey/definition.js';
import { destinationCheckV1 } from '../../../src/domain/survey/questionnaires/destination-check-v1.js';
import { answersIn, emptyDraft, type Draft, type SessionMark } from '../../../src/domain/survey/response.js';
import {
  firstOpenPage,
  holds,
  isLocked,
  nextPage,
  previousPage,
  questionsLeft,
  routeOf,
  withPage,
} from '../../../src/domain/survey/routing.js';
import { worded } from '../../../src/domain/survey/texts.js';

const mine = 'mine' as SessionMark;
const sight = { session: mine, unlocked: false };
const pageOf = (id: string): Page => destinationCheckV1.pages.find((page) => page.id === id) as Page;

/** A draft after these answers, in order; null is a skip. */
const after = (
  answers: readonly (readonly [string, AnswerValue | null])[],
  by = mine,
  from: Draft = emptyDraft,
): Draft =>
  answers.reduce((draft, [id, value]) => withPage(destinationCheckV1, draft, pageOf(id), { [id]: value }, by), from);

const keys = (draft: Draft) => Object.keys(draft.entries);

describe('the way through', () => {
  it.each([
    ['university', ['since', 'provider', 'course', 'as-planned', 'still-there', 'payment']],
    ['apprenticeship', ['since', 'provider', 'employer', 'as-planned', 'still-there']],
    ['work', ['since', 'employer', 'job', 'as-planned', 'still-there']],
    ['caring', ['since', 'as-planned']],
    ['deferred', ['deferred-until', 'as-planned']],
    ['rather-not-say', []],
  ])('%s is asked what fits, then about staying in touch', (situation, expected) => {
    let draft = after([['situation', situation]]);
    const seen: string[] = [];
    for (let page = firstOpenPage(destinationCheckV1, draft, sight); page !== null;) {
      seen.push(page.id);
      draft = after([[page.id, null]], mine, draft);
      page = firstOpenPage(destinationCheckV1, draft, sight);
    }
    expect(seen).toEqual([...expected, 'stay-in-touch']);
  });

  it('leads back over what is not asked, and says about how many are left', () => {
    const draft = after([
      ['situation', 'work'],
      ['since', { month: '2026-09', about: false }],
    ]);
    expect(previousPage(destinationCheckV1, draft, pageOf('employer'), sight)?.id).toBe('since');
    expect(previousPage(destinationCheckV1, draft, pageOf('situation'), sight)).toBeNull();
    expect(nextPage(destinationCheckV1, draft, pageOf('since'), sight)?.id).toBe('employer');
    expect(nextPage(destinationCheckV1, draft, pageOf('stay-in-touch'), sight)).toBeNull();
    expect([
      questionsLeft(destinationCheckV1, emptyDraft, pageOf('situation')),
      questionsLeft(destinationCheckV1, draft, pageOf('employer')),
      questionsLeft(destinationCheckV1, after([['stay-in-touch', 'no']], mine, draft), pageOf('employer')),
    ]).toEqual([10, 7, 4]);
  });

  it('drops what a change has orphaned, and what spoke of the answer that changed', () => {
    const draft = after([
      ['situation', 'university'],
      ['since', { month: '2026-09', about: false }],
      ['provider', 'University of Exampleton'],
      ['as-planned', 'no'],
      ['plan-story', 'started-and-left'],
      ['reasons', ['money', 'health']],
      ['reasons-money', ['FIN/M4']],
      ['main-reason', 'money'],
      ['payment', 'family'],
    ]);
    expect(keys(after([['situation', 'university']], mine, draft))).toEqual(keys(draft)); // the same again
    expect(keys(after([['reasons', ['health']]], mine, draft))).not.toContain('reasons-money');
    expect(keys(after([['reasons', ['health', 'place']]], mine, draft))).not.toContain('main-reason');
    expect(keys(after([['situation', 'work']], mine, draft))).toEqual(['situation']);
  });
});

describe('another session', () => {
  const draft = after([
    ['situation', 'caring'],
    ['as-planned', 'no'],
    ['plan-story', 'did-not-start'],
    ['reasons', ['health', 'money']],
  ]);
  const other = { session: 'other' as SessionMark, unlocked: false };
  const locked = (id: string, who = other): boolean => isLocked(destinationCheckV1, pageOf(id), draft, who);

  it('sees neither earlier answers nor pages that would give hard ones away', () => {
    expect(['situation', 'reasons', 'reasons-health', 'main-reason'].map((id) => locked(id))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['since', 'planned-place', 'reason-words', 'stay-in-touch'].map((id) => locked(id))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(locked('reasons-health', { ...other, unlocked: true })).toBe(false);
    expect(locked('reasons-health', sight)).toBe(false);
  });
});

describe('the order of choices', () => {
  const reasons = pageOf('reasons').questions[0] as Question;
  const orders = Array.from({ length: 400 }, (_none, person) => choiceOrder(reasons, `lot ${person}`));

  it('is the same for the same person, with what stands apart last', () => {
    expect(choiceOrder(reasons, 'lot 7')).toEqual(orders[7]);
    expect(new Set(orders.map((order) => order.slice(8).join(' ')))).toEqual(
      new Set(['something-else rather-not-say dont-know']),
    );
    expect(choiceOrder(pageOf('payment').questions[0] as Question, 'any')[0]).toBe('student-loan');
  });

  it('puts each reason first for about one person in eight', () => {
    const first = new Map<string, number>();
    for (const [code = ''] of orders) first.set(code, (first.get(code) ?? 0) + 1);
    expect([...first.keys()].sort()).toEqual(
      (reasons.choices ?? [])
        .slice(0, 8)
        .map(({ code }) => code)
        .sort(),
    );
    for (const count of first.values()) expect(Math.abs(count - 50)).toBeLessThan(25);
  });
});

describe('conditions and wording', () => {
  const answers = { one: 'a', many: ['a', 'b'], text: 'Exampleton' };
  it.each([
    [{ kind: 'always' }, true],
    [{ kind: 'answer-in', question: 'one', codes: ['a', 'z'] }, true],
    [{ kind: 'answer-in', question: 'many', codes: ['b'] }, true],
    [{ kind: 'answer-in', question: 'none', codes: ['a'] }, false],
    [{ kind: 'answered', question: 'text' }, true],
    [{ kind: 'chosen-at-least', question: 'many', count: 3 }, false],
    [{ kind: 'not', of: { kind: 'answered', question: 'none' } }, true],
    [{ kind: 'all', of: [{ kind: 'always' }, { kind: 'answered', question: 'none' }] }, false],
    [{ kind: 'any', of: [{ kind: 'answered', question: 'none' }, { kind: 'always' }] }, true],
  ] as const)('%j is %s', (condition, expected) => {
    expect(holds(condition, answers)).toBe(expected);
  });

  it('takes its words from an earlier answer, or does without', () => {
    const heading = { by: 'one', when: { a: 'Still at {text|the same place}?' }, otherwise: 'Still there?' };
    expect([worded(heading, answers), worded(heading, { one: 'a' }), worded(heading, {})]).toEqual([
      'Still at Exampleton?',
      'Still at the same place?',
      'Still there?',
    ]);
  });
});

describe('a questionnaire that cannot be asked', () => {
  const ending: Question = { id: 's', kind: 'single', required: true, choices: [{ code: 'a' }, { code: 'no' }] };
  const always = { kind: 'always' } as const;
  const asked = (...pages: readonly Partial<Page>[]): Questionnaire => ({
    name: 'test',
    version: 1,
    ending: { question: 's', refusals: ['no'] },
    usual: {},
    pages: [
      { id: 's', questions: [ending], shownWhen: always },
      ...pages.map((page, place) => ({ id: `p${place}`, questions: [], shownWhen: always, ...page })),
    ],
  });
  const text = (id: string): Question => ({ id, kind: 'short-text' });
  const when = (question: string, ...codes: string[]) => ({ kind: 'answer-in', question, codes }) as const;

  it.each([
    ['a page of no questions', asked({}), 'page p0: no question'],
    ['a question twice', asked({ questions: [text('s')] }), 'question s: twice'],
    ['a page twice', asked({ id: 's', questions: [text('x')] }), 'page s: twice'],
    [
      'a code twice',
      asked({ questions: [{ id: 'x', kind: 'single', choices: [{ code: 'a' }, { code: 'a' }] }] }),
      'x: code a twice',
    ],
    [
      'a condition on what comes later',
      asked({ questions: [text('x')], shownWhen: when('y', 'a') }),
      'page p0: looks at y, which is not asked before it',
    ],
    [
      'a condition on no code',
      asked({ questions: [text('x')], shownWhen: when('s', 'z') }),
      'page p0: s has no code z',
    ],
    [
      'a page nobody reaches',
      asked({ questions: [text('x')], shownWhen: { kind: 'not', of: always } }),
      'page p0: nobody can reach it',
    ],
    [
      'no refusal',
      { ...asked(), ending: { question: 's', refusals: [] } },
      's: needs an explicit refusal among its choices',
    ],
    [
      'no ending',
      { ...asked(), ending: { question: 'x', refusals: ['no'] } },
      'x: ends every path and must be required',
    ],
    [
      'a scale whose steps are words',
      asked({ questions: [{ id: 'x', kind: 'scale', choices: [{ code: '1' }, { code: 'two' }] }], shownWhen: always }),
      'x: a scale whose steps are not numbers in order',
    ],
    [
      'two choices that mean the same nothing',
      asked({
        questions: [
          {
            id: 'x',
            kind: 'single',
            choices: [
              { code: 'a' },
              { code: 'b', apart: true, means: 'unknown' },
              { code: 'c', apart: true, means: 'unknown' },
            ],
          },
        ],
        shownWhen: always,
      }),
      'x: two choices mean unknown',
    ],
    ['a block that nothing is drawn for', { ...asked(), blocks: ['one', 'two'] }, 'block two: no page'],
    [
      'a page of a block that is not there',
      asked({ questions: [text('x')], shownWhen: { kind: 'drawn', block: 'one' } }),
      'page p0: there is no block one',
    ],
  ])('%s', (_name, questionnaire, expected) => {
    expect(checkDefinition(questionnaire)).toContain(expected);
  });

  it('finds nothing wrong with one that can', () => {
    expect(checkDefinition(asked({ questions: [text('x')], shownWhen: when('s', 'a') }))).toEqual([]);
  });

  it('walks every block, and shows each person the pages of theirs alone', () => {
    const questionnaire = {
      ...asked(
        { questions: [text('x')], shownWhen: { kind: 'drawn', block: 'one' } },
        { questions: [text('y')], shownWhen: { kind: 'drawn', block: 'two' } },
      ),
      blocks: ['one', 'two'],
    } as const;
    expect(checkDefinition(questionnaire)).toEqual([]);
    const shown = (drawn: string) =>
      routeOf(questionnaire, answersIn({ entries: {}, orders: {}, drawn })).flatMap((page) =>
        page.questions.map(({ id }) => id),
      );
    expect([shown('one').includes('x'), shown('one').includes('y')]).toEqual([true, false]);
    expect([shown('two').includes('x'), shown('two').includes('y')]).toEqual([false, true]);
    expect(designWeight(questionnaire)).toBe(2);
    const draws = Array.from({ length: 400 }, (_none, at) => drawBlock(questionnaire, `person ${at}`));
    expect(draws).toEqual(draws.map((_block, at) => drawBlock(questionnaire, `person ${at}`)));
    expect(draws.filter((block) => block === 'one').length).toBeGreaterThan(150);
    expect(draws.filter((block) => block === 'two').length).toBeGreaterThan(150);
    expect(drawBlock(asked(), 'anybody')).toBeUndefined();
  });
});
