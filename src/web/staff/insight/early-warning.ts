// Insight → Early warning: how many can still meet the six-month rule and are about to miss it, by school and cohort; by name who said
// that one of us may come back to them (Y7), by which of their own addresses, and what to say without steering (Y19).
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import type { ShownWarning, WarnedPerson } from '../../../application/insight/show-early-warning.js';
import type { StaffRole } from '../../../domain/alumni/alumnus.js';
import { cohortName } from '../../../domain/alumni/cohort.js';
import type { SchoolId } from '../../../domain/alumni/ids.js';
import { lastDayOf } from '../../../domain/calendar/local-date.js';
import { firstWords, howToTalk, type OwnWay } from '../../../domain/insight/early-warning.js';
import { activityInWords } from '../../../domain/destinations/words.js';
import { mayOpen, viewerOf } from '../../access.js';
import { format } from '../../format.js';
import { roundedNote, seesOf } from '../counts-shown.js';
import { nameOnScreen } from '../person-header.js';
import { lastDaysInWords } from '../verdict-view.js';
import { openingOf, schoolAndStage } from './opening.js';
import { linesOf, sendFile, type ShownTable } from './tables.js';

const query = z.object({ ...schoolAndStage, from: z.string().max(120).catch('').default('') });

const wayWords: Readonly<Record<OwnWay['way'], string>> = { mail: 'Email', phone: 'Call' };
const waysInWords = (ways: readonly OwnWay[]): string =>
  ways
    .map(({ way, confirmed }) => `${wayWords[way]}: their own, ${confirmed ? 'confirmed' : 'not confirmed yet'}`)
    .join('; ') || 'No address or number of their own is left';

const schoolNameIn = ({ every }: Pick<ShownWarning, 'every'>, id: SchoolId): string =>
  every.find((school) => school.id === id)?.name ?? id;

function countsTable(shown: ShownWarning): ShownTable {
  const { rows, all } = shown.counts;
  const said = (count: number | null) => count ?? 'hidden, too few people';
  return {
    caption: 'Can still meet the rule and are about to miss it',
    columns: [{ text: 'Whose' }, { text: 'People', numeric: true }, { text: 'The first must begin by' }],
    rows: [
      ...rows.map(({ schoolId, cohortId, count, until }) => [
        `${schoolNameIn(shown, schoolId)}: ${cohortName(cohortId)}`,
        said(count),
        until === null ? null : format.date(lastDayOf(until)),
      ]),
      ...(rows.length > 1 ? [['All together', said(all), null]] : []),
    ],
  };
}

const personRow = (person: WarnedPerson, schoolName: string) => [
  { text: nameOnScreen(person), href: `/staff/people/${person.id}/contact` },
  schoolName,
  cohortName(person.cohortId),
  person.present === null
    ? null
    : `${activityInWords(person.present)}${person.toldOn === null ? '' : `, told on ${format.date(person.toldOn)}`}`,
  lastDaysInWords(person),
  waysInWords(person.ways),
];

function namesTable(shown: ShownWarning): ShownTable | null {
  const { people } = shown;
  return people === null
    ? null
    : {
        caption: 'Said that one of us may come back to them',
        columns: ['Name', 'School', 'Cohort', 'Last heard of', 'Can still begin', 'How to reach them'].map((words) => ({
          text: words,
        })),
        rows: people.map((person) => personRow(person, schoolNameIn(shown, person.schoolId))),
      };
}

/** `/staff/insight/early-warning` and the same as a file. */
export function earlyWarningPages({ insight }: Pick<Application, 'insight'>): Router {
  const router = Router();
  const asked = (res: Response, given: unknown) =>
    insight.showEarlyWarning(viewerOf(res), { ...query.parse(given), ...seesOf(viewerOf(res).role) });
  /** Names leave in a file only where whoever takes it may take people out. */
  const takesNames = (role: StaffRole): boolean => mayOpen(role, '/staff/exports');

  router.get('/staff/insight/early-warning', async (req, res) => {
    const { role, schools: scope } = viewerOf(res);
    const shown = await asked(res, req.query);
    const opening = openingOf('Early warning', 'early-warning', role, shown);
    const { from } = query.parse(req.query);
    const page = (place: string): string =>
      `/staff/insight/early-warning${opening.about}${place === '' ? '' : `&from=${encodeURIComponent(place)}`}`;
    res.render('staff/insight/early-warning', {
      ...opening,
      ...(scope === 'every-school'
        ? {}
        : {
            choices: {
              ...opening.choices,
              schools: opening.choices.schools.map((item) =>
                item.value === '' ? { ...item, text: 'All your schools' } : item,
              ),
            },
          }),
      rule: `${shown.ruleset.title} (${shown.ruleset.name}, version ${shown.ruleset.version})`,
      unverified: shown.ruleset.unverified,
      asOf: shown.asOf,
      note: roundedNote({ names: shown.audience === 'team' }),
      counts: countsTable(shown),
      names: namesTable(shown),
      firstWords,
      howToTalk,
      first: from === '' ? null : page(''),
      next: shown.next === null ? null : page(shown.next),
      file: page(from).replace('/early-warning?', '/early-warning.csv?'),
      fileHasNames: takesNames(role),
    });
  });

  router.get('/staff/insight/early-warning.csv', async (req, res) => {
    const shown = await asked(res, req.query);
    const names = takesNames(viewerOf(res).role) ? namesTable(shown) : null;
    sendFile(
      res,
      'early-warning',
      insight.tablesCsv(linesOf([countsTable(shown), ...(names === null ? [] : [names])])),
    );
  });
  return router;
}
