// Letters: which one somebody gets, what may be published, and that what came with the product may be.
import { describe, expect, it } from '@jest/globals';
import type { ContactPoint } from '../../../src/domain/alumni/alumnus.js';
import type { StaffId } from '../../../src/domain/alumni/ids.js';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import { checkLetter } from '../../../src/domain/waves/letters/check-letter.js';
import {
  confirmedVersions,
  english,
  findCatalogue,
  frameWords,
  letterCatalogues,
} from '../../../src/domain/waves/letters/catalogue.js';
import { surveyLanguages } from '../../../src/domain/survey/languages/languages.js';
import { letterFor } from '../../../src/domain/waves/letters/letter-for.js';
import { letterIds, type LetterText } from '../../../src/domain/waves/letters/letter.js';
import { blocksOf } from '../../../src/domain/waves/letters/markup.js';
import { readingAge as ageOf, tooLong, wholeSentences } from '../../support/readability.js';
import { readingAge, readingAgeWanted, syllablesIn } from '../../../src/domain/waves/letters/reading-age.js';

const around = {
  frame: english.frame,
  signOff: ['Destinations team', 'Larkfield Trust', '1 Invented Lane, Nowhere, ZZ1 1ZZ'],
  places: ['University of Leeds', 'London School of Economics'],
};
const good: LetterText = { subject: 'How are things going?', body: 'Hello {first name},\n\nTell us.\n\n[Tell us]' };
const problemsOf = (changes: Partial<LetterText>, id: (typeof letterIds)[number] = 'invitation') =>
  checkLetter(id, { ...good, ...changes }, around).problems.map(({ part, problem, words }) =>
    [part, problem, ...(words === undefined ? [] : [words])].join(' '),
  );

describe('letters that came with the product', () => {
  it.each(letterIds)('%s may be published and is read with ease at eleven', (id) => {
    const checked = checkLetter(id, english.letters[id], around);
    expect(checked.problems).toEqual([]);
    expect([readingAgeWanted, checked.readingAge <= readingAgeWanted]).toEqual([11, true]);
    const sentences = english.letters[id].body.replace(/\{[a-z ]+\}/g, 'this').split('\n');
    expect(ageOf(wholeSentences(sentences))).toBeLessThanOrEqual(readingAgeWanted); // greeting and button left out
    expect(tooLong(sentences)).toEqual([]);
  });

  it.each(letterCatalogues.flatMap((each) => letterIds.map((id) => [each.language, id, each] as const)))(
    'in %s, %s has its subject, its button and nothing that is not filled in',
    (_language, id, { frame, letters }) => {
      expect(checkLetter(id, letters[id], { ...around, frame }).problems).toEqual([]);
    },
  );

  it('never scold and never cheer', () => {
    const all = Object.values(english.letters).map(({ subject, body }) => `${subject} ${body}`);
    expect(
      all.filter((text) => /!|must|please (?:do|answer) now|you have not|failed|still waiting/i.test(text)),
    ).toEqual([]);
  });
});

describe('languages', () => {
  const by = { by: 'a speaker (invented)', on: '2026-11-25' };
  const pages = surveyLanguages.map((each) => ({ ...each, confirmed: by }));
  const arabic = letterCatalogues.find(({ language }) => language === 'ar') ?? english;

  it('may be sent in when a speaker has confirmed both the letters and the pages', () => {
    expect(findCatalogue('ar')?.confirmed).toBeNull();
    const first = Object.fromEntries(letterIds.map((id) => [id, 0]));
    const read = { ...arabic, confirmed: by };
    expect([confirmedVersions(arabic, null, pages), confirmedVersions(read, null, surveyLanguages)]).toEqual([
      null,
      null,
    ]);
    expect(confirmedVersions(read, null, pages)).toEqual(first);
  });

  it('are sent in the versions that were read, while the words around them are the ones that were read', () => {
    const versions = Object.fromEntries(letterIds.map((id, place) => [id, place])) as Record<
      (typeof letterIds)[number],
      number
    >;
    const read = {
      ...{ language: 'ar', number: 1, speaker: 'Avery Speaker (invented)', by: 'tester' as StaffId },
      ...{ at: new Date('2026-11-03T10:00:00Z'), versions, frame: frameWords(arabic) },
    };
    expect(confirmedVersions(arabic, read, pages)).toEqual(versions);
    expect(confirmedVersions(arabic, read, surveyLanguages)).toBeNull();
    expect(confirmedVersions(arabic, { ...read, frame: `${read.frame} and more` }, pages)).toBeNull();
  });
});

describe('a letter is refused when it is saved', () => {
  it('for nothing when it is right', () => expect(problemsOf({})).toEqual([]));

  it.each([
    ['without a subject', { subject: ' ' }, ['subject empty']],
    ['with a long subject', { subject: 'x'.repeat(50) }, ['subject too-long']],
    ['with a variable in its subject', { subject: 'Hello {first name}' }, ['subject variable-in-subject']],
    ['without a body', { body: '[Tell us]\n\n' }, []],
    ['without a button', { body: 'Hello.' }, ['body no-button']],
    ['with two buttons', { body: 'Hello.\n\n[One]\n\n[Two]' }, ['body two-buttons']],
    ['with an empty button', { body: 'Hello.\n\n[ ]' }, ['body button-words']],
    ['with a variable that nothing fills in', { body: 'Hello {frist name}\n\n[A]' }, ['body other-name {frist name}']],
    ['with an unknown variable', { body: 'Dear {colour}\n\n[A]' }, ['body unknown-variable {colour}']],
    ['with what we hold', { body: 'Are you at {provider}?\n\n[A]' }, ['body held-about-person {provider}']],
    ['with a family name', { body: 'Dear {last name}\n\n[A]' }, ['body other-name {last name}']],
    ['with a former name', { body: 'Dear {former name}\n\n[A]' }, ['body other-name {former name}']],
    [
      'with a place of study',
      { body: 'Are you at the university of LEEDS?\n\n[A]' },
      ['body names-a-place University of Leeds'],
    ],
    ['with a link', { body: 'See https://other.example/x\n\n[A]' }, ['body link https://other.example/x']],
    ['with an address without a scheme', { body: 'See larkfield.example\n\n[A]' }, ['body link larkfield.example']],
    ['with a mail address', { body: 'Write to a@b.example\n\n[A]' }, ['body link a@b.example']],
    ['with promotion', { body: 'Sign up for our newsletter\n\n[A]' }, ['body promotes Sign up']],
    ['with a raffle', { body: 'Answer and enter the raffle\n\n[A]' }, ['body promotes raffle']],
    ['when it raises money', { body: 'Please donate.\n\n[A]' }, ['body promotes donate']],
    ['with brackets in a line', { body: 'Press [here] now\n\n[A]' }, ['body stray-sign [']],
    ['with a tag', { body: 'Hello <b>you</b>\n\n[A]' }, ['body stray-sign <b']],
    ['with half a variable', { body: 'Hello {first name\n\n[A]' }, ['body stray-sign {']],
  ] as const)('%s', (_what, changes, problems) => {
    expect(problemsOf(changes)).toEqual(problems);
  });

  it('with more than 120 words, the frame among them', () => {
    const of = (count: number): string => `${'word '.repeat(count).trim()}.\n\n[Go on]`;
    const { words } = checkLetter('invitation', { ...good, body: of(10) }, around);
    expect(problemsOf({ body: of(10 + 120 - words) })).toEqual([]);
    expect(problemsOf({ body: of(11 + 120 - words) })).toEqual(['body too-many-words 121']);
  });

  it('with a button where nothing is asked', () => {
    expect(problemsOf({}, 'thank-you')).toEqual(['body button-not-wanted']);
  });

  it('but not for being hard to read, which is said with the figure', () => {
    const body =
      'Notwithstanding considerable organisational complexity, longitudinal participation substantially facilitates institutional understanding.\n\n[Go on]';
    const { letter, readingAge: age } = checkLetter('invitation', { ...good, body }, around);
    expect(letter).not.toBeNull();
    expect(age).toBeGreaterThan(18);
  });
});

describe('the reading age', () => {
  it('counts syllables much as people do', () => {
    const counted = ['cat', 'minute', 'answered', 'school', 'questions', 'university', 'the', 'messages'];
    expect(counted.map(syllablesIn)).toEqual([1, 2, 2, 1, 2, 5, 1, 3]);
  });
  it('is low for short sentences of short words, and 5 for none', () => {
    expect(readingAge('The cat sat on the mat.')).toBeLessThanOrEqual(7);
    expect(readingAge('')).toBe(5);
  });
});

describe('the markup', () => {
  it('has paragraphs, lists, one button, and nothing else', () => {
    expect(blocksOf('Hello {First Name},\r\ngood to\u200b see you.\n\n* one\n* two {school}\n[ Go ]\nafter')).toEqual([
      { kind: 'paragraph', runs: ['Hello ', { field: 'name' }, ', good to see you.'] },
      { kind: 'list', items: [['one'], ['two ', { field: 'school' }]] },
      { kind: 'button', label: 'Go' },
      { kind: 'paragraph', runs: ['after'] },
    ]);
  });
});

describe('which letter', () => {
  const point = (number: number, state: ContactPoint['state']): ContactPoint => ({
    ...{ number, kind: 'email', value: `a${number}@example.org`, owner: 'self', state },
    addedOn: localDate('2026-07-01'),
  });
  const wave = { questionnaire: { name: 'destination-check', version: 1 } };
  const points = [point(1, 'bounced'), point(2, 'usable')];
  const invitation = { id: 'i', kind: 'invitation' } as const;
  const reminder = { id: 'r1', kind: 'reminder' } as const;
  const last = { id: 'l', kind: 'last' } as const;
  const moved = { from: 1, step: 'r1' } as const;
  const openedAt = new Date('2026-11-04T10:00:00Z');

  it.each([
    ['the invitation first', invitation, { state: 'invited' }, 'invitation'],
    ['a reminder to who never opened', reminder, { state: 'invited' }, 'reminder'],
    ['"your place is kept" to who pressed the button', reminder, { state: 'invited', openedAt }, 'started'],
    ['and to who answered something', reminder, { state: 'started' }, 'started'],
    ['"another address" after mail came back', reminder, { state: 'invited', moved }, 'other-address'],
    ['also to who had begun', reminder, { state: 'started', moved }, 'other-address'],
    ['once only: the next step is a reminder', { ...reminder, id: 'r2' }, { state: 'invited', moved }, 'reminder'],
    ['the last message as the last, always', last, { state: 'started', moved: { from: 1, step: 'l' } }, 'last'],
  ] as const)('%s', (_what, step, stands, letter) => {
    expect(letterFor(step, stands, { wave, points })).toBe(letter);
  });

  it('does not say that mail came back where an address merely ended', () => {
    const ended = [point(1, 'usable'), point(2, 'usable')];
    expect(letterFor(reminder, { state: 'invited', moved }, { wave, points: ended })).toBe('reminder');
  });

  it('asks about the address in a contact update', () => {
    const check = { questionnaire: { name: 'contact-update', version: 1 } };
    expect(letterFor(invitation, { state: 'invited' }, { wave: check, points })).toBe('keep-in-touch');
  });
});
