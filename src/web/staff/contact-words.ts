// What the ways to reach somebody, the rules for it and the reasons against a call are called on screen (Y24).
import type { Application } from '../../application/index.js';
import type { CallRequested } from '../../application/calls/request-call.js';
import type { ContactChannel, PermissionPurpose, PersonState } from '../../domain/alumni/alumnus.js';
import type { RulesProblem } from '../../domain/alumni/contact-rules.js';

export const channelWords: Readonly<Record<ContactChannel, string>> = {
  mail: 'Email',
  text: 'Text messages',
  phone: 'Calls',
};

/** What each permission is for. */
export const permissionWords: Readonly<Record<PermissionPurpose, string>> = {
  'destination-survey': 'Writing to them',
  'official-records': 'Looking them up in official files',
  chat: 'Coming back for a chat',
  quote: 'Quoting their words without the name',
  'answer-questions': 'Passing questions of students on to them',
};

/** Each state as a choice, with what follows from it. */
export const stateChoices: Readonly<Record<PersonState, { readonly text: string; readonly hint: string }>> = {
  usual: { text: 'They left us', hint: 'Asked like everybody else.' },
  'left-mid-course': { text: 'They left before the end of their course', hint: 'Asked like everybody else.' },
  'stayed-with-us': {
    text: 'They stayed with us',
    hint: 'At any school of the trust. Not written to, texted or rung.',
  },
  'repeating-year': { text: 'They are repeating the year', hint: 'Not written to, texted or rung until they leave.' },
  deferred: { text: 'Their place is deferred', hint: 'Left alone until the month below is over.' },
  'cannot-answer': { text: 'They cannot answer', hint: 'Not written to, texted or rung. The cause is not kept.' },
  restricted: { text: 'Use of their record is restricted', hint: 'Kept, and used for nothing.' },
  'has-died': { text: 'They have died', hint: 'Everything to them has stopped.' },
};

export const ruleProblemWords: Readonly<Record<RulesProblem, readonly [field: string, message: string]>> = {
  'month-missing': ['deferredUntil', 'Enter the month until which it is deferred, for example 2027-09'],
  'not-yours': ['state', 'Only an administrator may change this'],
  'family-and-proxy': ['rules', 'Choose one: nobody may answer for them where family must not be contacted'],
};

/** Why a call cannot be asked for. */
export const notRungWords: Readonly<Record<Extract<CallRequested, { kind: 'refused' }>['why'], string>> = {
  nobody: 'They are not on record any more',
  'has-died': 'They have died',
  'cannot-answer': 'They cannot answer',
  restricted: 'Use of their record is restricted',
  objected: 'They asked us to stop',
  'stayed-with-us': 'They stayed with us and are not rung',
  'repeating-year': 'They are repeating the year and are not rung',
  deferred: 'Their place is deferred; they are left alone until then',
  'asked-not-to': 'They asked us not to call',
  'school-left': 'Their school has left the trust',
  'no-basis': 'There is no ground recorded for calling them today',
  'no-own-number': 'There is no number of their own that may be used',
  suppressed: 'Their number must not be used',
  'time-not-known': 'Nobody knows what time it is where they are. Say where they are first',
};

export type Languages = Awaited<ReturnType<Application['waves']['listLanguages']>>;

/** The language's name, and that mail is in English while nobody has confirmed its words. */
export function languageWords(language: string, languages: Languages): string {
  const known = languages.find((each) => each.language === language);
  if (known === undefined) return language;
  return known.sent ? known.name : `${known.name}, in English until its words are confirmed`;
}

/** `Toronto, America`. */
export const zoneWords = (zone: string): string => {
  const [area = '', ...place] = zone.split('/');
  return place.length === 0 ? area : `${place.toReversed().join(', ').replaceAll('_', ' ')}, ${area}`;
};
