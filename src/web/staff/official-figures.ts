// Official figures: what the files say of a school, its authority and England, beside what our own records say of the same
// leavers, with the definition at each figure and the day as of which it stands.
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { BesideOfficial, OfficialColumn } from '../../application/official/beside-official.js';
import type { DatedFigure } from '../../application/official/figures-by-code.js';
import { twinMeasures } from '../../application/official/twin-of-school.js';
import type { FormerNumber } from '../../domain/alumni/former-number.js';
import { cohortName } from '../../domain/alumni/cohort.js';
import { valueWords } from '../../domain/official/difference.js';
import type { FigureUnit } from '../../domain/official/figure.js';
import { leaversKey, leaversWords } from '../../domain/official/figure.js';
import { identityWords } from '../../domain/official/identities.js';
import { cellFacts, cellWords, measureFacts } from '../../domain/official/measure.js';
import { ownCells, type OwnCell } from '../../domain/official/own-row.js';
import { mayOpen, viewerOf } from '../access.js';
import { inAddress } from '../form.js';
import { format } from '../format.js';
import { asOfWords, countedWords, groupWords, releaseWords } from './official-words.js';
import { numberChangeWords } from './school-words.js';

const filter = z.object({
  school: inAddress(60),
  measure: inAddress(40),
  leavers: inAddress(20),
  group: inAddress(200),
  cohort: inAddress(10),
  place: inAddress(80),
});

const columnWords: Readonly<Record<OfficialColumn['who'], string>> = {
  school: 'Official: this school',
  former: 'Official: under a former number',
  chosen: 'Official: compared with',
  authority: 'Official: local authority',
  nation: 'Official: England',
};

/** `Official: Old School, URN 123456 until 31 August 2019 (became an academy)`. */
const formerWords = ({ name, urn, until, how }: FormerNumber, school: string): string =>
  `Official: ${name ?? school}, URN ${urn} until ${format.date(until)} (${numberChangeWords[how]})`;

const optionsOf = (values: readonly (readonly [string, string])[]) =>
  [...new Map(values)].slice(0, 80).map(([value, words]) => ({ value, text: words }));

/** One place's figures of the leavers and students that were chosen. */
interface Chosen {
  readonly who: OfficialColumn['who'];
  readonly words: string;
  readonly count: DatedFigure | undefined;
  readonly percent: DatedFigure | undefined;
}

/** An area is counted over several kinds of institution; schools and colleges together are nearest to a school's own row. */
const breadth = ({ about }: DatedFigure): number => {
  if (about.institutions === undefined) return 0;
  return (/schools (?:&|and) colleges/i.test(about.institutions) ? 1 : 2) + (about.counted === undefined ? 0 : 0.5);
};

const valueIn = (figure: DatedFigure | undefined, cell: string): string | null => {
  const value = figure?.values[cell];
  return figure === undefined || value === undefined ? null : valueWords(value, figure.unit, cell);
};

/** A share whose sign is never parted from its number at the end of a line. */
const unbroken = (share: string): string => share.replace(' %', '\u00A0%');

/** `84 (76 %)`; one of the two where only one is published; both signs where both are hidden alike. */
function bothWords({ count, percent }: Chosen, cell: string): string | null {
  const [counted, share] = [valueIn(count, cell), valueIn(percent, cell)];
  if (counted === null || cell === 'cohort') return counted ?? share;
  return share === null || share === counted ? counted : `${counted} (${unbroken(share)})`;
}

const ownWords: Readonly<Record<OwnCell, string>> = {
  cohort:
    'Everybody in our records of the cohort, without those who repeat the year, have died or asked us not to use their data.',
  overall: 'The rule is met by what we have been told.',
  education: 'Met by education, or by a mix of education and work.',
  he: 'Met by education, at university for most of October to March.',
  fe: 'Met by education, at a college or sixth form for most of October to March.',
  other_edu: 'Met by education, in training for most of October to March; or met by a mix of education and work.',
  appren: 'Met by an apprenticeship.',
  all_work: 'Met by work.',
  all_notsust: 'What we have been told rules the six months out.',
  all_unknown: 'We have not been told enough to say.',
  open: 'The six months are still running.',
};

const isOwn = (cell: string): cell is OwnCell => (ownCells as readonly string[]).includes(cell);

function ownValue({ own }: BesideOfficial, cell: string, whole: boolean): string | null {
  if (own === null || !whole || !isOwn(cell)) return null;
  const count = own.row[cell];
  if (count === null) return 'hidden, too few people';
  const { cohort } = own.row;
  return cell === 'cohort' || cohort === null || cohort === 0
    ? format.number(count)
    : `${format.number(count)} (${unbroken(format.percent(count, cohort))})`;
}

/** `/staff/figures`. */
export function officialFigurePages({ official }: Pick<Application, 'official'>): Router {
  const router = Router();
  router.get('/staff/figures', async (req, res) => {
    const asked = filter.parse(req.query);
    const viewer = viewerOf(res);
    const beside = await official.besideOfficial(viewer, { ...asked, schoolId: asked.school });
    if (beside === null) {
      res.render('staff/official/no-schools', { title: 'Official figures', layout: 'staff', place: 'figures' });
      return;
    }
    const all = beside.columns.flatMap(({ figures }) => figures);
    const years = optionsOf(all.map((figure) => [leaversKey(figure), leaversWords(figure.leavers)]));
    const { leavers } = beside;
    const ofYear = all.filter((figure) => leaversKey(figure) === leavers);
    const groups = optionsOf(ofYear.map(({ about }) => [groupWords(about), groupWords(about)]));
    const group = groups.find(({ value }) => value === asked.group)?.value ?? groups[0]?.value ?? '';
    const chosen: readonly Chosen[] = beside.columns.map(({ who, former, figures }) => {
      const of = (unit: FigureUnit) =>
        figures
          .filter((one) => leaversKey(one) === leavers && groupWords(one.about) === group && one.unit === unit)
          .sort((a, b) => breadth(a) - breadth(b))[0];
      const words = former === undefined ? columnWords[who] : formerWords(former, beside.school.name);
      return { who, words, count: of('count'), percent: of('percent') };
    });
    const figures = chosen.flatMap(({ count, percent }) => [count, percent]).filter((one) => one !== undefined);
    const known = new Set([
      ...figures.flatMap(({ values }) => Object.keys(values)),
      ...(beside.own === null ? [] : ownCells),
    ]);
    const cells = [...Object.keys(cellFacts), 'open', ...known].filter(
      (cell, at, list) => known.has(cell) && list.indexOf(cell) === at,
    );
    const whole = group === '' || group === groupWords({});
    const facts = measureFacts[beside.measure];
    const said = leavers !== leaversKey({ leavers: null });
    const sameYear = said && beside.own?.otherLeavers === false;
    res.render('staff/official/figures', {
      ...{ title: 'Official figures', layout: 'staff', place: 'figures' },
      mayImport: mayOpen(viewer.role, '/staff/official'),
      gaps:
        twinMeasures.some((one) => one === beside.measure) &&
        beside.own?.otherLeavers === false &&
        mayOpen(viewer.role, '/staff/figures/gaps')
          ? `/staff/figures/gaps?${new URLSearchParams({ school: beside.school.id, measure: beside.measure, cohort: beside.own.cohortId, leavers }).toString()}`
          : null,
      then: mayOpen(viewer.role, '/staff/figures/then')
        ? `/staff/figures/then?${new URLSearchParams({ school: beside.school.id, ...(beside.own !== null && { cohort: beside.own.cohortId }) }).toString()}`
        : null,
      none: beside.measures.length === 0,
      facts,
      school: beside.school,
      typed: {
        ...asked,
        school: beside.school.id,
        measure: beside.measure,
        leavers,
        group,
        cohort: beside.own?.cohortId,
      },
      choices: {
        schools: beside.schools.map(({ id, name }) => ({ value: id, text: name })),
        measures: beside.measures.map((measure) => ({ value: measure, text: measureFacts[measure].title })),
        years,
        groups,
        // Where we hold the same leavers, theirs is the one cohort that may stand beside the figures.
        cohorts: sameYear ? [] : beside.cohorts.map((id) => ({ value: id, text: cohortName(id) })),
      },
      columns: [
        { text: 'Figure' },
        {
          text: beside.own === null ? 'Our records' : `Our records: ${cohortName(beside.own.cohortId)}`,
          numeric: true,
        },
        ...chosen.map(({ who, words, count, percent }) => {
          const name = (count ?? percent)?.place.name ?? '';
          return { text: who === 'chosen' && name !== '' ? `Official: ${name}` : words, numeric: true };
        }),
        { text: 'What the official figure counts' },
        { text: 'What ours counts' },
      ],
      rows: cells.map((cell) => [
        cell === 'open' ? 'Still running' : cellWords(cell),
        ownValue(beside, cell, whole),
        ...chosen.map((place) => bothWords(place, cell)),
        cellFacts[cell]?.definition || null,
        whole && isOwn(cell) ? ownWords[cell] : null,
      ]),
      sources: chosen.flatMap(({ who, words, count, percent }) => {
        const figure = count ?? percent;
        if (figure === undefined)
          return who === 'school' || who === 'chosen'
            ? [{ who: words, words: 'in none of the files that are shown' }]
            : [];
        const broken = [...new Set([...(count?.broken ?? []), ...(percent?.broken ?? [])])].map(
          (name) => identityWords[name],
        );
        return [
          {
            who: words,
            words: [
              countedWords(figure.about),
              leaversWords(figure.leavers),
              `${releaseWords[figure.release]}; ${asOfWords(figure)}`,
            ]
              .filter((part) => part !== '')
              .join(', '),
            broken: broken.join('; '),
          },
        ];
      }),
      own:
        beside.own === null
          ? null
          : {
              cohort: cohortName(beside.own.cohortId),
              leadersView: beside.own.leadersView,
              otherLeavers: beside.own.otherLeavers,
            },
      whole,
    });
  });
  return router;
}
