// Insight → In three minutes: five to seven sentences from the figures of the other pages, each linked to its page, with what is
// uncertain and what cannot be told (feature 54; Y18). The same words as a file.
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import type { MeasureOverTime } from '../../../application/insight/show-quality.js';
import type { Story } from '../../../application/insight/show-story.js';
import type { ShownResponse } from '../../../application/insight/show-response.js';
import type { StaffRole } from '../../../domain/alumni/alumnus.js';
import { parseCohortId } from '../../../domain/alumni/cohort.js';
import type { SeenShare } from '../../../domain/insight/flow.js';
import { mayOpen, viewerOf } from '../../access.js';
import { barsChart } from '../../charts/bars.js';
import { stayingChart } from '../../charts/curve.js';
import { format } from '../../format.js';
import { finding as flowFinding } from './flow.js';
import { openingOf, schoolAndStage } from './opening.js';
import { finding as qualityFinding, qualityChart } from './quality.js';
import { finding as stayingFinding, kindWords } from './staying.js';
import { linesOf, sendFile, type ShownTable } from './tables.js';
import { audienceNote, improvementWords, insightFilter, percentWords, rangeWords, whoseWords } from './words.js';

const query = z.object(schoolAndStage);

type Chart =
  | { readonly kind: 'years'; readonly chart: NonNullable<ReturnType<typeof qualityChart>> }
  | { readonly kind: 'staying'; readonly chart: NonNullable<ReturnType<typeof stayingChart>>; readonly at: string }
  | { readonly kind: 'bars'; readonly chart: NonNullable<ReturnType<typeof barsChart>> };

/** One sentence of the story with what bears it. */
interface Told {
  readonly id: string;
  readonly sentence: string;
  /** Of how many, how far it could be off, and against what. */
  readonly because: string;
  readonly href: string;
  readonly link: string;
  readonly chart: Chart | null;
  /** Too few to tell: said together, at the end. */
  readonly tooFew: boolean;
}

const yearOf = (cohortId: string): string => String(parseCohortId(cohortId)?.leavingYear ?? '');

/** Of how many, and how far the last figure that is told could be off. */
function bearing({ years, pooled }: MeasureOverTime): string {
  const last = years.findLast(({ own }) => own.share !== null);
  const own = last?.own ?? pooled.own;
  if (own.share === null || own.interval === null || own.bounds === null) return '';
  const people = own.people === null ? 'these people' : `${format.number(own.people)} people`;
  const heard = own.heard === null ? '' : `we know of ${percentWords(own.heard)} of ${people}; `;
  return `For leavers like these it could be ${rangeWords(own.interval)}. ${format.capital(`${heard}whatever became of the others, it is ${rangeWords(own.bounds)}`)}.`;
}

/** What official files say of the same leavers, or of the latest that they have. */
function officialSentence({ years }: MeasureOverTime): string {
  const said = years
    .toReversed()
    .flatMap(({ cohortId, official }) =>
      official.flatMap(({ who, share }) =>
        share === null ? [] : [{ year: yearOf(cohortId), who, words: percentWords(share) }],
      ),
    );
  const [first] = said;
  if (first === undefined) return '';
  const names = { school: 'this school', schools: 'our schools together', nation: 'England' } as const;
  const ofYear = said.filter(({ year }) => year === first.year).map(({ who, words }) => `${words} for ${names[who]}`);
  return ` Officially, of the ${first.year} leavers: ${ofYear.join(', ')}.`;
}

function qualityTold({ quality }: Story, about: string): readonly Told[] {
  const page = { href: `/staff/insight${about}`, link: 'Quality over time' };
  const [main] = [...quality.measures].sort(
    (one, other) => Number(other.measure === 'sustained') - Number(one.measure === 'sustained'),
  );
  if (main === undefined) return [];
  const isTold = (measure: MeasureOverTime): boolean =>
    measure.years.some(({ own }) => own.share !== null) || measure.pooled.own.share !== null;
  const chart = qualityChart(main, quality.school !== null);
  const others = quality.measures.filter(({ measure }) => measure === 'fit' || measure === 'level');
  return [
    {
      ...{ id: main.measure, sentence: `${qualityFinding(main)}.`, ...page },
      because: `${bearing(main)}${officialSentence(main)}`.trim(),
      chart: chart === null ? null : { kind: 'years', chart },
      tooFew: !isTold(main),
    },
    ...(main.improvement === null
      ? []
      : [
          {
            ...{ id: 'change', sentence: `Is it getting better? ${improvementWords(main.improvement)}`, ...page },
            ...{ because: '', chart: null, tooFew: false },
          },
        ]),
    ...others
      .filter(({ measure }) => measure !== main.measure)
      .map((measure) => ({
        ...{ id: measure.measure, sentence: `${qualityFinding(measure)}.`, ...page },
        ...{ because: bearing(measure), chart: null, tooFew: !isTold(measure) },
      })),
  ];
}

function responseTold({ waves, target }: ShownResponse, role: StaffRole, about: string): readonly Told[] {
  const href = `/staff/insight/response${about}`;
  const [latest] = waves;
  if (!mayOpen(role, '/staff/insight/response') || latest === undefined) return [];
  const { share } = latest.all.shares.complete;
  const page = { id: 'response', href, link: 'Who has answered' };
  if (share === null || latest.open === null) {
    return [
      {
        ...page,
        sentence: `“${latest.wave.title}”: too few to tell who has answered.`,
        because: '',
        chart: null,
        tooFew: true,
      },
    ];
  }
  const short = share * 100 >= target ? ', which reaches the target' : `; the target is ${target} %`;
  return [
    {
      ...page,
      sentence: `${percentWords(share)} of those invited to “${latest.wave.title}” have answered${short}.`,
      because: `Had everybody answered, any share of them could lie anywhere in a range of ${Math.round(latest.open * 100)} points around what these answers show.`,
      ...{ chart: null, tooFew: false },
    },
  ];
}

function flowTold({ flow }: Story, about: string): Told {
  const { melt } = flow;
  const bar = (label: string, { share, interval }: SeenShare) => ({ label, share, interval, beside: null });
  const bars = [
    bar('Changed before it began', melt.changedBefore),
    bar('Had a place and did not start', melt.didNotStart),
    bar('Started and left early', melt.leftEarly),
  ];
  const chart = barsChart(bars);
  const told = bars.some(({ share }) => share !== null && share > 0);
  return {
    ...{ id: 'flow', href: `/staff/insight/flow${about}`, link: 'From plan to what lasted' },
    sentence: `${flowFinding(melt)}.`,
    because: told
      ? `${whoseWords(flow, flow.over)}. Each share is of those who could be lost there, with its 95 % interval.`
      : '',
    chart: chart === null || !told ? null : { kind: 'bars', chart },
    tooFew: !told,
  };
}

function stayingTold({ staying: shown }: Story, about: string): Told {
  const { at } = kindWords[shown.kind];
  const chart = stayingChart(shown.staying.curve);
  const last = shown.staying.curve.at(-1);
  return {
    ...{ id: 'staying', href: `/staff/insight/staying${about}`, link: 'Who stays' },
    sentence: `${stayingFinding(shown.staying, at)}.`,
    because:
      last === undefined
        ? ''
        : `${whoseWords(shown, shown.over)}. After ${format.countOf(last.month, 'month', 'months')} it could be ${rangeWords(last)}; of those lost sight of, nothing is assumed.`,
    chart: chart === null ? null : { kind: 'staying', chart, at },
    tooFew: chart === null,
  };
}

const toldIn = (story: Story, role: StaffRole, about: string): readonly Told[] => [
  ...qualityTold(story, about),
  ...responseTold(story.response, role, about),
  flowTold(story, about),
  stayingTold(story, about),
];

const tableOf = (told: readonly Told[]): ShownTable => ({
  caption: 'In three minutes',
  columns: [{ text: 'What' }, { text: 'Sentence' }, { text: 'What bears it' }],
  rows: told.map(({ link, sentence, because }) => [link, sentence, because]),
});

/** `/staff/insight/story` and the same as a file. */
export function insightStoryPages({ insight }: Pick<Application, 'insight'>): Router {
  const router = Router();
  router.get('/staff/insight/story', async (req, res) => {
    const viewer = viewerOf(res);
    const story = await insight.showStory(viewer, query.parse(req.query));
    const opening = openingOf('In three minutes', 'story', viewer.role, story.quality);
    const told = toldIn(story, viewer.role, opening.about);
    res.render('staff/insight/story', {
      ...opening,
      whose: story.quality.school?.name ?? 'The whole trust',
      countedAt: story.quality.countedAt,
      due: story.quality.due,
      note: audienceNote(story.quality),
      told: told.filter(({ tooFew }) => !tooFew),
      untold: told.filter(({ tooFew }) => tooFew),
      file: `/staff/insight/story.csv${opening.about}`,
    });
  });
  router.get('/staff/insight/story.csv', async (req, res) => {
    const viewer = viewerOf(res);
    const story = await insight.showStory(viewer, query.parse(req.query));
    const told = toldIn(story, viewer.role, insightFilter(story.quality).about);
    sendFile(res, 'in-three-minutes', insight.tablesCsv(linesOf([tableOf(told)])));
  });
  return router;
}
