// The contact tab of a person: how they may be reached and on what ground, asking for a call to them, and stopping everything.
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application, Clock } from '../../application/index.js';
import type { PersonView } from '../../application/alumni/look-at-people.js';
import type { Alumnus, ContactPoint } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { parseLocalDate } from '../../domain/calendar/local-date.js';
import { londonInstant, parseLocalTime } from '../../domain/calendar/london-time.js';
import { mayOpen, mayPost, viewerOf } from '../access.js';
import { readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import {
  channelWords,
  languageWords,
  notRungWords,
  permissionWords,
  zoneWords,
  type Languages,
} from './contact-words.js';
import { personHeader, personTitle } from './person-header.js';
import { home as suppressionsHome } from './suppression-words.js';

const stopForm = z.strictObject({
  reason: z.enum(['has-died', 'cannot-answer', 'objected'], 'Choose what you know'),
});
const stopNotices = {
  'has-died': 'Recorded. Nothing more will be sent.',
  'cannot-answer': 'Recorded. They will not be asked again.',
  objected: 'Recorded. We will not write to them any more.',
} as const;
/** What stands already, and the stops that would still say something new about the person. */
function stopsOf({ state, objectedOn }: Alumnus) {
  const stands =
    state === 'has-died'
      ? 'They have died: nothing is sent to them.'
      : state === 'cannot-answer'
        ? 'They cannot answer: we do not ask them.'
        : objectedOn === undefined
          ? null
          : `They asked us to stop on ${format.date(objectedOn)}: we do not write to them.`;
  const known = { objected: objectedOn !== undefined, 'cannot-answer': state === 'cannot-answer', 'has-died': false };
  const items = stopItems.filter(({ value }) => state !== 'has-died' && !known[value]);
  return { stands, items };
}
const stopItems = [
  { value: 'objected', text: 'They asked us to stop' },
  { value: 'cannot-answer', text: 'They cannot answer' },
  { value: 'has-died', text: 'They have died' },
] as const;
const callForm = z.strictObject({ 'call-on': z.string().max(20), 'call-at': z.string().max(10) });

const ownerWords = { self: 'Their own', parent: 'A parent’s', shared: 'Shared at home', unknown: 'Not known' } as const;

function contactRow(point: ContactPoint, usable: boolean) {
  const last = point.usableUntil === undefined ? '' : ` until ${format.date(point.usableUntil)}`;
  const state =
    point.state === 'bounced'
      ? { tone: 'wrong', text: 'Mail came back' }
      : point.state === 'stopped'
        ? { tone: 'quiet', text: 'Stopped' }
        : usable
          ? { tone: 'good', text: `May be used${last}` }
          : { tone: 'quiet', text: `Was usable${last}` };
  const confirmed = point.confirmedOn === undefined ? null : format.date(point.confirmedOn);
  return [point.value, ownerWords[point.owner], state, confirmed, format.date(point.addedOn)];
}

/** An answer to the survey is named by its response, which says nothing to a reader. */
const evidenceWords = (evidence: string): string =>
  evidence.startsWith('Survey answer ')
    ? 'Survey answer'
    : evidence.startsWith('Choices page, ')
      ? 'Their choices page'
      : evidence;

const whyNoBasis = {
  'never-recorded': 'None. No basis was ever recorded, so they are not written to',
  ended: 'None. What was recorded has ended, so they are not written to',
  withdrawn: 'None. They withdrew it, so they are not written to',
} as const;

function basisWords({ basis }: PersonView): string {
  if (basis.kind === 'none') return whyNoBasis[basis.why];
  const until = basis.until === null ? '' : `, until ${format.date(basis.until)}`;
  return `${basis.basis === 'consent' ? 'Consent' : 'Public task'}${until}`;
}

/** What we keep to; only what was said. */
const ruleFacts = ({ contactRules = {}, onceAYearSince, deferredUntil }: Alumnus, languages: Languages) => {
  const { neverFamily, proxyAgreedOn, notBy = [], basicDetailsOnlySince, timeZone, language } = contactRules;
  return [
    { key: 'Deferred until', value: deferredUntil === undefined ? null : format.month(deferredUntil) },
    { key: 'Their family', value: neverFamily === true ? 'Never contact them' : null },
    {
      key: 'Somebody may answer for them',
      value: proxyAgreedOn === undefined ? null : `They agreed on ${format.date(proxyAgreedOn)}`,
    },
    { key: 'Do not use', value: notBy.length === 0 ? null : notBy.map((way) => channelWords[way]).join(', ') },
    {
      key: 'How often',
      value: onceAYearSince === undefined ? null : `One survey a year, since ${format.date(onceAYearSince)}`,
    },
    {
      key: 'Local authority',
      value:
        basicDetailsOnlySince === undefined
          ? null
          : `Told no more than the basic details, since ${format.date(basicDetailsOnlySince)}`,
    },
    { key: 'Where they are', value: timeZone === undefined ? null : zoneWords(timeZone) },
    { key: 'Language', value: language === undefined ? null : languageWords(language, languages) },
  ];
};

const factsOf = (view: PersonView, languages: Languages) => {
  const { person } = view;
  return [
    { key: 'Name on record', value: `${person.name.given} ${person.name.family}` },
    { key: 'Pupil number (UPN)', value: person.upn },
    { key: 'Learner number (ULN)', value: person.uln },
    { key: 'UCAS id', value: person.ucasId },
    { key: 'Date of birth', value: person.dateOfBirth === undefined ? null : format.date(person.dateOfBirth) },
    { key: 'Left on', value: format.date(person.leftOn) },
    { key: 'Form group', value: person.formGroup },
    { key: 'Ground for writing today', value: basisWords(view) },
    { key: 'Asked us to stop', value: person.objectedOn === undefined ? 'No' : `On ${format.date(person.objectedOn)}` },
    ...ruleFacts(person, languages),
  ].filter(({ value }) => value !== undefined && value !== null);
};

/** `/staff/people/:id/contact`, `…/stop`, `…/call`. */
export function personContactPages(
  { alumni, waves, calls }: Pick<Application, 'alumni' | 'waves' | 'calls'>,
  clock: Clock,
): Router {
  const router = Router();

  async function render(res: Response, view: PersonView, errors: FieldErrors = {}, typed: Typed = {}): Promise<void> {
    const viewer = viewerOf(res);
    const languages = await waves.listLanguages();
    const { person } = view;
    res.render('staff/people/contact', {
      ...{ title: personTitle(person, 'contact'), layout: 'staff', place: 'people', errors, typed },
      back: { href: '/staff/people', text: 'All people' },
      header: personHeader(view, viewer.role, 'contact'),
      points: person.contactPoints.map((point) => contactRow(point, view.usable.includes(point.number))),
      facts: factsOf(view, languages),
      stops: stopsOf(person),
      liftsAt: mayOpen(viewer.role, suppressionsHome) ? suppressionsHome : null,
      mayCall: mayPost(viewer, `/staff/people/${person.id}/call`),
      mayChange: mayPost(viewer, `/staff/people/${person.id}/rules`),
      permissions: person.permissions.map((each) => [
        permissionWords[each.purpose],
        each.basis === 'consent' ? 'Consent' : 'Public task',
        each.wording,
        evidenceWords(each.evidence),
        format.date(each.recordedOn),
        each.until === undefined ? null : format.date(each.until),
        each.withdrawnOn === undefined ? null : format.date(each.withdrawnOn),
      ]),
    });
  }

  router.get('/staff/people/:id/contact', async (req, res) => {
    await render(res, await alumni.showPerson(viewerOf(res), req.params.id as AlumnusId));
  });

  router.post('/staff/people/:id/stop', async (req, res) => {
    const viewer = viewerOf(res);
    const view = await alumni.showPerson(viewer, req.params.id as AlumnusId);
    const form = readForm(stopForm, req.body);
    if (!form.ok) {
      await render(res.status(422), view, form.errors, form.typed);
      return;
    }
    const { reason } = form.value;
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    await waves.stopPerson({ alumnusId: view.person.id, reason, actor });
    goWithNotice(req, res, `/staff/people/${view.person.id}/contact`, stopNotices[reason]);
  });

  router.post('/staff/people/:id/call', async (req, res) => {
    const viewer = viewerOf(res);
    const view = await alumni.showPerson(viewer, req.params.id as AlumnusId);
    const form = readForm(callForm, req.body);
    const at = form.ok ? agreedTime(form.value, clock.now()) : { errors: form.errors };
    if ('errors' in at) {
      await render(res.status(422), view, at.errors, form.typed);
      return;
    }
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    const asked = await calls.requestCall({ alumnusId: view.person.id, actor, ...at });
    if (asked.kind === 'refused') {
      await render(res.status(422), view, { 'call-on': notRungWords[asked.why] }, form.typed);
      return;
    }
    const notice = `On the list of calls, from ${format.dateTime(asked.at)}.`;
    goWithNotice(req, res, `/staff/people/${view.person.id}/contact`, notice);
  });

  return router;
}

/** The agreed moment; nothing where none was given; or what is wrong with it. */
function agreedTime(
  form: z.output<typeof callForm>,
  now: Date,
): { readonly at?: Date } | { readonly errors: FieldErrors } {
  const [day, time] = [form['call-on'].trim(), form['call-at'].trim()];
  if (day === '' && time === '') return {};
  const on = parseLocalDate(day);
  const clockTime = parseLocalTime(time);
  if (on === null) return { errors: { 'call-on': 'Enter the day that was agreed, or leave day and time empty' } };
  if (clockTime === null) return { errors: { 'call-at': 'Enter the time that was agreed, for example 17:30' } };
  const at = londonInstant(on, clockTime);
  return at > now ? { at } : { errors: { 'call-on': 'Choose a day and time that are still to come' } };
}
