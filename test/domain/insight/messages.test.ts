// What may be said to parents and teachers: every number a figure's, every comparison borne by ranges, and nothing that no figure can
// say (moonshot M4). A table of sentences, worlds in which whoever answers differs from whoever does not, and the starting texts.
import { describe, expect, it } from '@jest/globals';
import { lint, lintMessage, type LintRule } from '../../../src/domain/insight/messages/lint.js';
import { isSame, messageReaders, readersFacts } from '../../../src/domain/insight/messages/message.js';
import {
  couldBe,
  figureSentence,
  type PublishedFigure,
} from '../../../src/domain/insight/messages/published-figure.js';
import { paragraphsOf, sentencesOf, withFigures } from '../../../src/domain/insight/messages/sentences.js';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import { boundsOf, wilson } from '../../../src/domain/statistics/proportion.js';
import { randomFrom } from '../../../src/main/sample/random.js';

const figure = (key: string, yes: number, of: number, people: number): PublishedFigure => ({
  key,
  title: `Sustained, ${key}`,
  definition: 'Of those of whom we know enough.',
  ofWhom: 'those we have heard from',
  ...{ share: yes / of, interval: wilson({ yes, of }), bounds: boundsOf({ yes, of }, people) },
  people: Math.round(of / 5) * 5,
  source: 'Our own records',
  version: 'measures, version 1',
  asOf: localDate('2026-11-24'),
});

/** 92 %, could be 85 to 95 %; 60 %, could be 52 to 68 %; 88 %, which overlaps the first; 30 %, could be 24 to 37 %. */
const [high, middle, near, low] = [
  figure('high', 184, 200, 210),
  figure('middle', 120, 200, 205),
  figure('near', 176, 200, 205),
  figure('low', 60, 200, 200),
] as [PublishedFigure, PublishedFigure, PublishedFigure, PublishedFigure];
const figures = [high, middle, near, low];

const rulesOf = (text: string, given: readonly PublishedFigure[] = figures): readonly LintRule[] =>
  lint(text, given).findings.map(({ rule }) => rule);

describe('a text is told apart into sentences', () => {
  it('at stops, questions and lines, and not within numbers and short forms', () => {
    expect(sentencesOf('We asked, e.g. by mail. 86.5 % answered! Did you?\n\nAsk Dr. Lee\nThank you')).toEqual([
      ...['We asked, e.g. by mail.', '86.5 % answered!', 'Did you?', 'Ask Dr. Lee', 'Thank you'],
    ]);
    expect(sentencesOf('So it was. {A} stayed.')).toEqual(['So it was.', '{A} stayed.']);
    expect(paragraphsOf('One\nline.\n\n\nTwo.')).toEqual(['One line.', 'Two.']);
  });

  it('with its figures in place, and letters of none as they are', () => {
    expect(figureSentence(high)).toBe(
      '92 % of those we have heard from (for everybody, somewhere between 87 and 95 %)',
    );
    expect(withFigures('{a} and {H}', [low])).toBe(`${figureSentence(low)} and {H}`);
  });
});

describe('sentences that may stand', () => {
  it.each([
    'Of our leavers, {A} stayed for six months.',
    'Ask your child in Year 6 what they like doing.',
    'This is for parents of years 7 to 9.',
    'The leavers of 2024/25 answered from October 2025 to March 2026.',
    'Students who took level 3 courses at 16 to 18 stayed on, {B}.',
    'Pupils aged 16 were asked three questions that take two minutes.',
    '92 % of those we have heard from stayed, between 87 % and 95 %.',
    '92 % of those we have heard from stayed, between 87 and 95 %.',
    '92 % of those we have heard from stayed (87–95 %).',
    'More than 80 % of our former students stayed, of those who answered.',
    'Less than 40 % of those we know of went to college, {D}.',
    'Most of our leavers stayed on: {A}.',
    'More than half of our former students were at university: {B}.',
    'Fewer than half of them took a gap year: {D}.',
    '{A} stayed, which is higher than the {B} of 2019.',
    'The share rose from {B} to {A}.',
    'The share fell from {A} to {D}.',
    '{D} is lower than {B}.',
    '{A} and {C} are too close to tell apart.',
    'Higher education, an apprenticeship and work are all good ways on.',
    'Do your best, and ask us if you want to know more.',
    'What is best for your child is for them and you to find out.',
    'Every child can ask us about any place.',
    'With best wishes from all of us.',
    'We will write again in June.',
    'Nine in ten of those we have heard from stayed, between 87 % and 95 %.',
    'About 200 former students answered, {A}.',
    'It was the autumn of Year 12.',
  ])('%s', (sentence) => {
    expect(lint(sentence, figures).findings).toEqual([]);
  });
});

const refused: readonly (readonly [string, LintRule])[] = [
  // Numbers
  ['75 % of our leavers stayed.', 'number-without-figure'],
  ['Seventy-five or so, say 75 per cent, went to university.', 'number-without-figure'],
  ['Three quarters of them stayed.', 'number-without-figure'],
  ['95 % of those we have heard from stayed, between 87 and 95 %.', 'number-without-figure'],
  ['87 per cent of those we have heard from stayed, 87 to 95 %.', 'number-without-figure'],
  ['Of those we have heard from, 95 of our former students stayed, between 87 % and 95 %.', 'number-without-figure'],
  ['Seven out of ten pupils went on.', 'number-without-figure'],
  ['1,250 former students answered.', 'number-without-figure'],
  ['Fees are £9,250.', 'number-without-figure'],
  ['The figure is {G}.', 'unknown-letter'],
  ['92 % of those we have heard from stayed.', 'no-range'],
  ['92 % of our leavers stayed, between 87 % and 95 %.', 'of-whom'],
  ['More than 90 % stayed, of those who answered.', 'not-borne-by-bounds'],
  ['At least 60 % of them stayed, {B}.', 'not-borne-by-bounds'],
  ['Nearly all of our students stayed: {B}.', 'not-borne-by-bounds'],
  // Comparisons
  ['{A} stayed, which is higher than {C}.', 'comparison-overlaps'],
  ['{C} is better than before.', 'comparison-needs-two'],
  ['Our students are more likely to stay.', 'comparison-needs-two'],
  ['The share has improved.', 'comparison-needs-two'],
  ['{B} is higher than {A}.', 'comparison-wrong-way'],
  ['The share rose from {A} to {B}.', 'comparison-wrong-way'],
  ['From 2024 to 2025, {B} was higher than {A}.', 'comparison-wrong-way'],
  ['The share fell from {A} to {C}.', 'comparison-overlaps'],
  ['Just as many stayed as at other schools.', 'equal'],
  ['{A} is in line with {C}.', 'equal'],
  // Rankings
  ['We are the best school for apprenticeships.', 'ranking'],
  ['Our results are among the highest in the city, {A}.', 'ranking'],
  ['The school ranks third, {A}.', 'ranking'],
  ['We are the most successful trust.', 'ranking'],
  ['An outstanding record: {A}.', 'ranking'],
  ['No other is in the top group.', 'ranking'],
  // Causes and promises
  ['Thanks to our careers lessons, {A} stayed.', 'cause'],
  ['{A} stayed because of our mentors.', 'cause'],
  ['Visits to a university lead to success there, {A}.', 'cause'],
  ['Our mentors help students stay at university.', 'cause'],
  ['Work experience boosts the chances of a job.', 'cause'],
  ['Your child will go to university.', 'promise'],
  ['We guarantee a place.', 'promise'],
  ['Students are going to succeed, {A}.', 'promise'],
  // Promotion
  ['Come to our open evening.', 'promotion'],
  ['Apply now for our sixth form.', 'promotion'],
  ['Please donate to the alumni fund.', 'promotion'],
  // Routes
  ['Some only got an apprenticeship.', 'route-ranked'],
  ['They had to settle for work: settling for a job is common.', 'route-ranked'],
  ['They ended up in college.', 'route-ranked'],
  // People
  ['Two of our students went abroad.', 'small-number'],
  ['One former pupil is a surgeon now.', 'small-number'],
  ['All our leavers stayed at university.', 'everybody'],
  ['Nobody who went to university left.', 'everybody'],
  ['Twice as many leavers stayed, {A}.', 'multiple'],
  // Praise
  ['Our leavers do very well.', 'claim-without-figure'],
  ['Our students often succeed at university.', 'claim-without-figure'],
];

describe('sentences that may not', () => {
  it.each(refused)('%s (%s)', (sentence, rule) => {
    expect(rulesOf(sentence)).toContain(rule);
  });

  it('are named one by one with the words and what to do', () => {
    const { findings } = lint('We asked them. {A} stayed. We are the best school.', figures);
    expect(findings).toEqual([
      {
        ...{ place: 3, sentence: 'We are the best school.', rule: 'ranking', words: 'best' },
        remedy: expect.stringMatching(/^Leave the ranking out/),
      },
    ]);
    expect(lint('75 % of them stayed.', figures).findings[0]?.remedy).toMatch(/such as \{A\}/);
  });

  it('are found in the title too', () => {
    const { findings } = lintMessage({ title: 'The best school', text: 'Hello. It is the best.' }, figures);
    expect(findings.map(({ place, sentence }) => [place, sentence])).toEqual([
      [0, 'The best school'],
      [2, 'It is the best.'],
    ]);
  });

  it('are no fewer where a comparison is spread over sentences', () => {
    expect(rulesOf('Ours is {A}. Theirs is {C}. Ours is higher.')).toEqual(['comparison-needs-two']);
  });
});

describe('figures', () => {
  it('that count different things, or come from different places, are not compared', () => {
    const official = { ...low, key: 'official', source: 'Department for Education' };
    const other = { ...low, key: 'level', definition: 'Of those whose level is known.' };
    expect(rulesOf('{A} is higher than {B}.', [high, official])).toEqual(['comparison-unlike']);
    expect(rulesOf('{A} is higher than {B}.', [high, other])).toEqual(['comparison-unlike']);
    expect(rulesOf('{A} is higher than {B}.', [high, low])).toEqual([]);
  });

  it('of few people, or with few on one side, are refused', () => {
    expect(rulesOf('Of them {A} stayed.', [figure('few', 12, 20, 20)])).toEqual(['figure-too-small']);
    expect(rulesOf('Of them {A} stayed.', [figure('side', 97, 100, 100)])).toEqual(['figure-too-small']);
    expect(rulesOf('Of them {A} stayed.', [figure('safe', 80, 100, 100)])).toEqual([]);
  });

  it('that changed since, or are published no more, are named', () => {
    const now = new Map([['high', { ...high, version: 'measures, version 2' }]]);
    const changed = lint('{A} stayed, {B} went to college.', figures, now).findings;
    expect(changed.map(({ rule, words }) => [rule, words])).toEqual([
      ['figure-changed', 'Sustained, high'],
      ['figure-changed', 'Sustained, middle'],
    ]);
    expect(changed[0]?.remedy).toMatch(/measures, version 1\) and is 92 % now \(measures, version 2/);
    expect(lint('{A} stayed.', figures, new Map([['high', high]])).findings).toEqual([]);
  });

  it('are what each sentence rests on, by letter and by number', () => {
    const { claims } = lint('{B} went on. Ask us. 92 % of those we know of stayed, between 87 % and 95 %.', figures);
    expect(claims.map(({ place, figures: used }) => [place, used.map(({ key }) => key)])).toEqual([
      [1, ['middle']],
      [3, ['high']],
    ]);
  });
});

describe('worlds in which whoever answers differs from whoever does not', () => {
  const { next: random } = randomFrom(20_261_126);
  /** A school of 150 leavers whose true share is known, of whom those who stayed answer more readily. */
  const world = (truth: number): { readonly truth: number; readonly seen: PublishedFigure } => {
    const people = Array.from({ length: 150 }, () => random() < truth);
    const answered = people.filter((stayed) => random() < (stayed ? 0.85 : 0.5));
    const yes = answered.filter((stayed) => stayed).length;
    return { truth: people.filter((stayed) => stayed).length / 150, seen: figure('w', yes, answered.length, 150) };
  };
  const worlds = Array.from({ length: 200 }, () => world(0.4 + 0.5 * random()));

  it('the truth always lies within what a figure says it could be', () => {
    for (const { truth, seen } of worlds) {
      expect(couldBe(seen).low).toBeLessThanOrEqual(truth);
      expect(couldBe(seen).high).toBeGreaterThanOrEqual(truth);
    }
  });

  it('a comparison that stands is always true, and the untrue ones never do', () => {
    let stood = 0;
    worlds.slice(1).forEach(({ truth, seen }, place) => {
      const other = worlds[place];
      if (other === undefined) return;
      const named = [
        { ...seen, key: 'one' },
        { ...other.seen, key: 'other' },
      ];
      if (rulesOf('{A} is higher than {B}.', named).length > 0) return;
      stood += 1;
      expect(truth).toBeGreaterThan(other.truth);
    });
    expect(stood).toBeGreaterThan(0);
  });

  it('no ranking of schools ever stands', () => {
    for (const words of ['the best', 'the highest share', 'top of the table', 'ranked first', 'the most successful']) {
      expect(rulesOf(`Our school is ${words}, {A}.`)).toContain('ranking');
    }
  });
});

describe('starting texts', () => {
  it.each(messageReaders)('for %s have nothing to be put right once their figures are there', (readers) => {
    const { start, title } = readersFacts[readers];
    expect([start, title].flatMap((text) => lint(text, figures).findings)).toEqual([]);
    expect(rulesOf(start, [])).toContain('unknown-letter');
  });

  it('are the same message while neither words nor figures change', () => {
    const version = { title: 'T', text: '{A}', figures: [high] };
    expect(isSame(version, { ...version })).toBe(true);
    expect(isSame(version, { ...version, figures: [{ ...high, version: 'measures, version 2' }] })).toBe(false);
    expect(isSame(undefined, version)).toBe(false);
  });
});
