// What answers about contact change about a person: consent with an end, an objection, addresses and whose they are.
import { describe, expect, it } from '@jest/globals';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import { contactAnswers, withContactAnswers } from '../../../src/domain/survey/contact-answers.js';
import { publishedQuestionnaires } from '../../../src/domain/survey/catalogue.js';
import type { Answers } from '../../../src/domain/survey/definition.js';
import { permissionWording } from '../../../src/domain/survey/questionnaires/permissions.en.js';
import { aLeaver } from '../../support/a-trust.js';

const on = localDate('2026-11-03');
const said = (evidence = 'answer 1') => ({ evidence, wording: 'destination-check 1', on });
const person = aLeaver(1, { dateOfBirth: localDate('2008-11-04') });
const apply = (answers: Answers, evidence = 'answer 1', to = person) =>
  withContactAnswers(to, contactAnswers(answers, on), said(evidence));

describe('staying in touch', () => {
  it.each([
    ['one-year', '2027-11-03'],
    ['three-years', '2029-11-03'],
    ['ten-years', '2036-11-03'],
    [null, '2027-11-03'],
  ])('yes, for %s, until %s', (length, until) => {
    const answers = { 'stay-in-touch': 'yes', ...(length === null ? {} : { 'stay-until': length }) };
    expect(apply(answers)?.permissions.at(-1)).toEqual({
      purpose: 'destination-survey',
      basis: 'consent',
      channels: ['mail'],
      evidence: 'answer 1',
      recordedOn: '2026-11-03',
      until,
      wording: 'destination-check 1',
      ageAtCollection: 17,
    });
  });

  it('counts years from a leap day to the last day of February', () => {
    expect(contactAnswers({ 'stay-in-touch': 'yes' }, localDate('2028-02-29')).until).toBe('2029-02-28');
  });

  it('changes nothing when nothing was said, or when the same was applied before', () => {
    expect(apply({})).toBeNull();
    const once = apply({ 'stay-in-touch': 'yes' });
    expect(once?.revision).toBe(2);
    expect(apply({ 'stay-in-touch': 'yes' }, 'answer 1', once ?? person)).toBeNull();
    const no = apply({ 'stay-in-touch': 'no' });
    expect(apply({ 'stay-in-touch': 'no' }, 'answer 1', no ?? person)).toBeNull();
  });

  it('withdraws on a no, and hears a later yes', () => {
    const yes = apply({ 'stay-in-touch': 'yes', 'stay-until': 'ten-years' }) ?? person;
    const no = apply({ 'stay-in-touch': 'no' }, 'answer 2', yes) ?? person;
    expect([no.objectedOn, no.permissions.at(-1)?.withdrawnOn]).toEqual(['2026-11-03', '2026-11-03']);
    const again = apply({ 'stay-in-touch': 'yes' }, 'answer 3', no) ?? person;
    expect([again.objectedOn, again.permissions.at(-1)?.until]).toEqual([undefined, '2027-11-03']);
  });

  it('lets a shorter yes stand in place of a longer one', () => {
    const long = apply({ 'stay-in-touch': 'yes', 'stay-until': 'ten-years' }) ?? person;
    const short = apply({ 'stay-in-touch': 'yes' }, 'answer 2', long) ?? person;
    expect(short.permissions.slice(1).map(({ until, withdrawnOn }) => [until, withdrawnOn])).toEqual([
      ['2036-11-03', '2026-11-03'],
      ['2027-11-03', undefined],
    ]);
  });
});

describe('what they allow', () => {
  const consent = (said: 'yes' | 'no', wording = 'permissions 1') => ({ consent: said, wording }) as const;

  it('is recorded from a consent with the wording that it was said to, and from a plain choice with the words of today', () => {
    const next = apply({ 'may-link': consent('yes', 'permissions 7'), 'may-chat': consent('no'), 'may-quote': 'yes' });
    expect(next?.permissions.slice(1)).toEqual(
      (
        [
          ['official-records', 'permissions 7'],
          ['quote', permissionWording],
        ] as const
      ).map(([purpose, wording]) => ({
        ...{ purpose, basis: 'consent', evidence: 'answer 1', recordedOn: on, wording, ageAtCollection: 17 },
      })),
    );
    const back = apply({ 'may-link': consent('no') }, 'answer 2', next ?? person);
    expect(back?.permissions.find(({ purpose }) => purpose === 'official-records')?.withdrawnOn).toBe(on);
    expect(apply({ 'may-link': consent('yes', 'permissions 7') }, 'answer 1', next ?? person)).toBeNull();
  });

  it('is something that a permission stands for, in every consent of every published questionnaire', () => {
    const asked = publishedQuestionnaires.flatMap(({ questionnaire }) =>
      questionnaire.pages.flatMap(({ questions }) => questions.filter(({ kind }) => kind === 'consent')),
    );
    expect([...new Set(asked.map(({ id }) => id))].sort()).toEqual(['may-chat', 'may-link', 'may-quote']);
    for (const { id, wording = '' } of asked) {
      const [grant, ...more] = contactAnswers({ [id]: consent('yes', wording) }, on).grants;
      expect([id, grant?.wording, more.length]).toEqual([id, 'permissions 1', 0]);
    }
  });
});

describe('addresses', () => {
  it('adds a new one with whose it is, and learns the owner of a known one', () => {
    const points = apply({
      email: 'new@example.org',
      'email-owner': 'shared',
      mobile: '+447700900123',
    })?.contactPoints;
    expect(points?.slice(1)).toEqual([
      { number: 2, kind: 'email', value: 'new@example.org', owner: 'shared', state: 'usable', addedOn: on },
      { number: 3, kind: 'mobile', value: '+447700900123', owner: 'unknown', state: 'usable', addedOn: on },
    ]);
    const known = apply({ email: 'avery1@example.org', 'email-owner': 'parent' });
    expect(known?.contactPoints).toEqual([{ ...person.contactPoints[0], owner: 'parent' }]);
    expect(apply({ email: 'avery1@example.org' })).toBeNull();
  });
});
