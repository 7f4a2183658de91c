// How records are judged: the rulesets with their sources, whose word goes first, what cannot both be true, how long what we
// are told stays current, and in which codes of others it is told. Nothing here is about anybody.
import { Router } from 'express';
import type { Application } from '../../application/index.js';
import { activityFacts, type Activity } from '../../domain/destinations/activity.js';
import { currencyKinds, type CurrencyKind } from '../../domain/destinations/currency.js';
import { conflictKinds } from '../../domain/destinations/conflict.js';
import { precedence } from '../../domain/destinations/precedence.js';
import { reasonWords } from '../../domain/destinations/reason.js';
import { rulesetKey, rulesets } from '../../domain/destinations/sustained/catalogue.js';
import { ownRuleName } from '../../domain/destinations/sustained/own-rule.js';
import type { Ruleset } from '../../domain/destinations/sustained/ruleset.js';
import { capital, format } from '../format.js';
import { conflictMeaning, conflictWords, sourceWords } from './destination-words.js';

const kindWords: Readonly<Record<CurrencyKind, string>> = {
  education: 'University, college',
  work: 'Work, training, apprenticeship',
  looking: 'Looking for work or a place',
  'not-looking': 'Not in education or work',
  other: 'Gap year, deferred place, something else',
};

type Rules = Awaited<ReturnType<Application['destinations']['showRules']>>;
type Crosswalks = Rules['crosswalks'];

/** How far everybody is counted under a version of the trust's own rule; null for every other rule. */
function countingOf({ name, version }: Pick<Ruleset, 'name' | 'version'>, { ownRules, people }: Rules) {
  const found = name === ownRuleName ? ownRules.find((one) => one.version === version) : undefined;
  if (found?.recount !== undefined) return { open: true, done: found.recount.people, of: people } as const;
  if (found?.recounted === undefined) return null;
  const { at, judged } = found.recounted;
  return {
    open: false,
    words: `Everybody was counted under it by ${format.dateTime(at)}: it judges ${format.countOf(judged, 'person', 'people')} so far.`,
  } as const;
}

const crosswalkPage = ({ from, to, version, unverified, rows }: Crosswalks[number]) => ({
  title: `${from === 'activity' ? 'Activities' : 'Reasons'}: ${to.title}`,
  about: `Version ${version}. Source: ${to.source}, read on ${format.date(to.asOf as Parameters<typeof format.date>[0])}.`,
  unverified,
  rows: [...rows].map(([ours, led]) => {
    const named = (code: string): string => `${code} ${to.codes[code] ?? ''}`;
    return [
      from === 'activity' ? activityFacts[ours as Activity].words : `${ours} ${reasonWords(ours)}`,
      'code' in led ? named(led.code) : 'oneOf' in led ? `One of: ${led.oneOf.map(named).join('; ')}` : null,
      'open' in led ? `Open: ${led.open}` : 'oneOf' in led ? led.because : null,
    ];
  }),
});

/** `/staff/rules`. */
export function rulesPages({ destinations }: Pick<Application, 'destinations'>): Router {
  const router = Router();
  router.get('/staff/rules', async (_req, res) => {
    const rules = await destinations.showRules();
    const { currency, crosswalks } = rules;
    res.render('staff/rules', {
      title: 'How records are judged',
      layout: 'staff',
      place: 'people',
      back: { href: '/staff/people', text: 'All people' },
      rulesets: rulesets.map((one) => ({
        heading: `${one.title} (${rulesetKey(one)})`,
        version: one.version,
        source: one.source,
        sections: one.sections.map(({ document, section, says }) => [document, section, capital(says)]),
        unverified: one.unverified,
        counting: countingOf(one, rules),
      })),
      precedence: {
        version: precedence.version,
        rows: precedence.ranks.map(({ source, rank, because }) => [sourceWords[source], rank, capital(because)]),
      },
      conflicts: conflictKinds.map((kind) => [conflictWords[kind], conflictMeaning[kind]]),
      periods: currencyKinds.map((kind) => [kindWords[kind], currency.months[kind]]),
      currency,
      crosswalks: crosswalks.map(crosswalkPage),
    });
  });
  return router;
}
