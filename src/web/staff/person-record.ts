// A person's record, what we have been told about them, and what was done about them: three tabs of their page.
// What is sealed is shown only after a form that names a purpose, to the roles that the table of routes lets, and never
// kept in an address or a session (requirement P5).
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { readingPurposes } from '../../application/destinations/read-detail.js';
import type { RecordView } from '../../application/destinations/show-record.js';
import type { PlannedDestination } from '../../domain/alumni/alumnus.js';
import { readDay } from '../../domain/alumni/leaver-cells.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { destinationsOn } from '../../domain/alumni/plan-row.js';
import type { ClaimId } from '../../domain/destinations/claim.js';
import type { Spell } from '../../domain/destinations/spell.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { findRuleset } from '../../domain/destinations/sustained/catalogue.js';
import type { Ruleset } from '../../domain/destinations/sustained/ruleset.js';
import { activityInWords, planInWords } from '../../domain/destinations/words.js';
import { mayOpen, mayPost, viewerOf } from '../access.js';
import { readForm } from '../form.js';
import { format } from '../format.js';
import { conflictWords, currencyTags, keptWords, stripRow, toldBy } from './destination-words.js';
import { historyRows } from './history-view.js';
import { personHeader, personTitle, type PersonTab } from './person-header.js';
import { rulingInWords } from './review-view.js';
import { coded, detailRows, purposeWords, toldPage, type ToldState } from './told-view.js';
import { verdictPage } from './verdict-view.js';

/** Which ruleset, and as known on which day; an address that says neither shows today by the usual one. */
const recordQuery = z.object({
  rule: z.string().max(60).catch('').default(''),
  on: z.string().trim().max(20).catch('').default(''),
});

const readingForm = z.strictObject({
  claim: z.string('Choose the statement').min(1, 'Choose the statement').max(200),
  purpose: z.enum(readingPurposes, 'Choose why you need to read it'),
});

function planCard(title: string, plan: PlannedDestination | undefined) {
  if (plan === undefined) return { title, words: 'Nothing recorded', source: '' };
  return {
    title,
    words: planInWords(plan),
    source: `${plan.source === 'ucas' ? 'UCAS' : plan.source === 'school' ? 'School' : 'The person'}, ${format.date(plan.recordedOn)}`,
  };
}

const monthsThere = ({ from, to, lastKnown, ended }: Spell): string =>
  to === null
    ? `since ${format.month(from)}, last heard of in ${format.month(lastKnown)}`
    : `${format.month(from)} to ${format.month(to)}${ended === 'left-early' ? ', left early' : ended === 'finished' ? ', finished' : ''}`;

function nowCard({ present, told }: RecordView) {
  if (present === null) return { title: 'Now', words: 'Nobody has told us', source: '' };
  const kept = told.find(({ claim }) => present.claimIds.includes(claim.id) && claim.planKept !== undefined)?.claim;
  return {
    title: present.to === null ? 'Now' : 'Last known',
    words: `${activityInWords(present)}, ${monthsThere(present)}`,
    source: kept?.planKept === undefined ? '' : keptWords[kept.planKept],
  };
}

/** "Verified 3 November 2026; due for review from …", with its tag; null when there is nothing to verify. */
function currencyPage({ currency }: RecordView) {
  if (currency === null) return null;
  const { state, verifiedOn, reviewOn, lapsesOn, known } = currency;
  const lapsed = state === 'lapsed';
  return {
    tag: currencyTags[state],
    words: [
      `Last told on ${format.date(verifiedOn)}`,
      `due for review from ${format.date(reviewOn)}`,
      `${lapsed ? 'lapsed' : 'lapses'} on ${format.date(lapsesOn)}`,
    ].join('; '),
    counts: !lapsed ? '' : known ? 'Figures go on counting them as out of work.' : 'Figures count them as not known.',
  };
}

const spellTitle = (spell: Spell): string => spell.provider ?? spell.employer ?? activityInWords(spell);

interface RecordChoice {
  readonly ruleset: Ruleset | undefined;
  readonly day: LocalDate | null;
  /** The day was typed and is none. */
  readonly wrongDay: string;
}

function recordPage(view: RecordView, mayReview: boolean, choice: RecordChoice) {
  const { record, told, conflicts } = view;
  const months = (record.results[0]?.months ?? []).map(({ month }) => month);
  const { intended, final } = destinationsOn(view.alumnus, view.knownOn);
  const sourcesOf = (spell: Spell): string =>
    told
      .filter(({ claim }) => spell.claimIds.includes(claim.id))
      .map(({ claim }) => toldBy(claim))
      .join('; ');
  return {
    cards: [planCard('Intended', intended), planCard('Final, after results', final), nowCard(view)],
    ...verdictPage(record, choice.ruleset),
    currency: currencyPage(view),
    // Shown as a day of the past only where one was asked for.
    then: choice.day !== null && choice.day === view.knownOn ? format.date(view.knownOn) : null,
    chosen: { on: choice.wrongDay === '' ? (choice.day ?? '') : choice.wrongDay },
    errors: choice.wrongDay === '' ? {} : { on: 'Enter a day, for example 2026-11-03' },
    strip: record.spells.map((spell) => stripRow(spellTitle(spell), [spell], months)),
    spells: record.spells.map((spell) => [
      activityInWords(spell),
      spell.standing === 'placed' ? `a place from ${format.month(spell.from)}, not yet seen begun` : monthsThere(spell),
      sourcesOf(spell),
    ]),
    open: conflicts
      .filter(({ conflict }) => conflict.state === 'open')
      .map(
        ({ conflict, claims }) =>
          `${conflictWords[conflict.kind]}: ${claims.map(({ claim }) => toldBy(claim)).join(' and ')}`,
      ),
    reviewHref: mayReview && choice.day === null ? `/staff/reviews/${view.alumnus.id}` : null,
    decisions: record.decisions.map((decision) => {
      const about = conflicts.find(({ conflict }) => conflict.id === decision.conflictId);
      return [
        format.dateTime(decision.at),
        view.deciders.get(decision.by) ?? 'A member of staff',
        about === undefined ? 'About statements that were replaced since' : rulingInWords(decision.ruling, about),
        decision.reason,
        about === undefined || !mayReview
          ? null
          : {
              text: 'Decide again',
              href: `/staff/reviews/${view.alumnus.id}?conflict=${encodeURIComponent(decision.conflictId)}`,
            },
      ];
    }),
  };
}

/** `/staff/people/:id/record`, `…/told` and `…/history`. */
export function personRecordPages({
  alumni,
  destinations,
  replies,
}: Pick<Application, 'alumni' | 'destinations' | 'replies'>): Router {
  const router = Router();
  const idOf = (req: Request): AlumnusId => req.params['id'] as AlumnusId;

  async function page(req: Request, res: Response, tab: PersonTab) {
    const viewer = viewerOf(res);
    const person = await alumni.showPerson(viewer, idOf(req));
    return {
      title: personTitle(person.person, tab),
      layout: 'staff',
      place: 'people',
      back: { href: '/staff/people', text: 'All people' },
      header: personHeader(person, viewer.role, tab),
    };
  }

  router.get('/staff/people/:id/record', async (req, res) => {
    const viewer = viewerOf(res);
    const { rule, on } = recordQuery.parse(req.query);
    const day = readDay(on);
    const choice = { ruleset: findRuleset(rule), day, wrongDay: on !== '' && day === null ? on : '' };
    const view = await destinations.showRecord(viewer, idOf(req), day ?? undefined);
    const mayReview = mayOpen(viewer.role, `/staff/reviews/${view.alumnus.id}`);
    if (choice.wrongDay !== '') res.status(422);
    res.render('staff/person/record', { ...(await page(req, res, 'record')), ...recordPage(view, mayReview, choice) });
  });

  const renderTold = async (req: Request, res: Response, state: ToldState): Promise<void> => {
    const viewer = viewerOf(res);
    const view = await destinations.showRecord(viewer, idOf(req));
    const mayRead = mayPost(viewer, `/staff/people/${view.alumnus.id}/told`);
    res.render('staff/person/told', { ...(await page(req, res, 'told')), ...toldPage(view, mayRead, state) });
  };

  router.get('/staff/people/:id/told', async (req, res) => renderTold(req, res, {}));

  router.post('/staff/people/:id/told', async (req, res) => {
    const form = readForm(readingForm, req.body);
    if (!form.ok) {
      res.status(422);
      await renderTold(req, res, form);
      return;
    }
    const { claim: id, purpose } = form.value;
    const viewer = viewerOf(res);
    const claimId = id as ClaimId;
    const detail = await destinations.readDetail(viewer, { alumnusId: idOf(req), claimId, purpose });
    const { told } = await destinations.showRecord(viewer, idOf(req));
    const claim = told.find(({ claim: one, lastingId }) => one.id === claimId || `${lastingId}${coded}` === id)?.claim;
    const source = claim === undefined ? '' : toldBy(claim);
    await renderTold(req, res, { shown: { source, purpose: purposeWords[purpose], rows: detailRows(detail) } });
  });

  router.get('/staff/people/:id/history', async (req, res) => {
    const viewer = viewerOf(res);
    const [{ acts }, mails] = await Promise.all([
      destinations.showHistory(viewer, idOf(req)),
      replies.mailOfPerson(viewer, idOf(req)),
    ]);
    res.render('staff/person/history', {
      ...(await page(req, res, 'history')),
      rows: historyRows(acts, mails, mayOpen(viewer.role, '/staff/replies')),
    });
  });

  return router;
}
