// What we keep to when we contact a person: one form for where they stand, who may be spoken to, which ways are not used,
// where they are and in which language they read; with a reason, which goes into the history.
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { PersonView } from '../../application/alumni/look-at-people.js';
import { contactChannels, personStates, type StaffRole } from '../../domain/alumni/alumnus.js';
import { mayChangeState, rulesOf, type GivenRules } from '../../domain/alumni/contact-rules.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { parseLocalMonth, type LocalMonth } from '../../domain/calendar/local-date.js';
import { viewerOf } from '../access.js';
import { readForm, type FieldErrors, type Typed } from '../form.js';
import { goWithNotice } from '../session.js';
import { channelWords, languageWords, ruleProblemWords, stateChoices, zoneWords } from './contact-words.js';
import { personHeader, personTitle } from './person-header.js';

const listed = (value: unknown): unknown => (value === undefined ? [] : [value].flat());
const ruleBoxes = ['never-family', 'proxy', 'once-a-year', 'basic-details'] as const;

const month = z
  .string()
  .trim()
  .max(10)
  .transform((text, context): LocalMonth | undefined => {
    if (text === '') return undefined;
    const found = parseLocalMonth(text);
    if (found !== null) return found;
    context.addIssue({ code: 'custom', message: 'Enter a month, for example 2027-09' });
    return z.NEVER;
  });
const rulesForm = z.strictObject({
  revision: z.coerce.number().int(),
  state: z.enum(personStates, 'Choose where they stand'),
  deferredUntil: month,
  rules: z.preprocess(listed, z.array(z.enum(ruleBoxes))),
  notBy: z.preprocess(listed, z.array(z.enum(contactChannels))),
  timeZone: z.string().max(60),
  language: z.string().max(20),
  reason: z.string().trim().min(1, 'Say in a few words how you know').max(200, 'Say it in at most 200 characters'),
});

const rulesIn = (form: z.output<typeof rulesForm>): GivenRules => ({
  state: form.state,
  ...(form.deferredUntil === undefined ? {} : { deferredUntil: form.deferredUntil }),
  neverFamily: form.rules.includes('never-family'),
  proxyAgreed: form.rules.includes('proxy'),
  onceAYear: form.rules.includes('once-a-year'),
  ...(form.rules.includes('basic-details') ? { basicDetailsOnly: true } : {}),
  notBy: form.notBy,
  ...(form.timeZone === '' ? {} : { timeZone: form.timeZone }),
  ...(form.language === '' ? {} : { language: form.language }),
});

/** The rules as the form shows them. */
function typedOf(rules: GivenRules): Typed {
  const { state, deferredUntil = '', notBy, timeZone = '', language = '' } = rules;
  const boxes = [rules.neverFamily, rules.proxyAgreed, rules.onceAYear, rules.basicDetailsOnly === true];
  return { state, deferredUntil, timeZone, language, notBy, rules: ruleBoxes.filter((_, place) => boxes[place]) };
}

/** Every zone by its place, so that typing a city finds it; the one that stands too, should it be of another list. */
function zones(stands: string | undefined) {
  const known = Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/'));
  const all = stands === undefined || known.includes(stands) ? known : [...known, stands];
  return all
    .map((value) => ({ value, text: zoneWords(value) }))
    .sort((one, other) => one.text.localeCompare(other.text, 'en'));
}

const states = (stands: GivenRules['state'], role: StaffRole) =>
  personStates
    .filter((state) => state === stands || mayChangeState(stands, state, role))
    .map((value) => ({ value, ...stateChoices[value] }));

/** `/staff/people/:id/rules`. */
export function personRulesPages({ alumni, waves }: Pick<Application, 'alumni' | 'waves'>): Router {
  const router = Router();

  async function render(res: Response, view: PersonView, errors: FieldErrors = {}, typed?: Typed): Promise<void> {
    const { role } = viewerOf(res);
    const languages = await waves.listLanguages();
    const rules = rulesOf(view.person);
    res.render('staff/people/rules', {
      ...{ title: personTitle(view.person, 'contact'), layout: 'staff', place: 'people', errors },
      back: { href: `/staff/people/${view.person.id}/contact`, text: 'Contact' },
      typed: typed ?? typedOf(rules),
      header: personHeader(view, role, 'contact'),
      revision: view.person.revision,
      states: states(rules.state, role),
      ways: contactChannels.map((value) => ({ value, text: channelWords[value] })),
      zones: [{ value: '', text: 'In the United Kingdom, or not known' }, ...zones(rules.timeZone)],
      languages: languages.map(({ language, isEnglish }) => ({
        value: isEnglish ? '' : language,
        text: languageWords(language, languages),
      })),
    });
  }

  router.get('/staff/people/:id/rules', async (req, res) => {
    await render(res, await alumni.showPerson(viewerOf(res), req.params.id as AlumnusId));
  });

  router.post('/staff/people/:id/rules', async (req, res) => {
    const viewer = viewerOf(res);
    const view = await alumni.showPerson(viewer, req.params.id as AlumnusId);
    const form = readForm(rulesForm, req.body);
    if (!form.ok) {
      await render(res.status(422), view, form.errors, form.typed);
      return;
    }
    const { revision, reason } = form.value;
    const kept = await alumni.keepRules(viewer, { id: view.person.id, revision, rules: rulesIn(form.value), reason });
    if (kept.kind === 'refused') {
      const [field, message] = ruleProblemWords[kept.why];
      await render(res.status(422), view, { [field]: message }, form.typed);
      return;
    }
    const notice =
      kept.kind === 'kept'
        ? 'Kept. It holds from now on, for what waits to be sent too.'
        : 'It says this already; nothing was changed.';
    goWithNotice(req, res, `/staff/people/${view.person.id}/contact`, notice);
  });

  return router;
}
