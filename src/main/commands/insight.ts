// `onward insight`: the figures of one page of Insight, as JSON or as a file, every number as it is.
import type { Application } from '../../application/index.js';
import {
  figureFilters,
  figureNames,
  isFigureName,
  unknownFilters,
  type AskedFigure,
  type FigureFilter,
} from '../../application/insight/figures.js';
import { NotFound } from '../../application/errors.js';
import { InputProblem } from '../problem.js';
import { commandLine, needData, withApplication, type DataOptions } from './open.js';

type InsightOptions = DataOptions & { readonly [Filter in FigureFilter]?: string } & { readonly csv?: boolean };

/** Every name that the page of early warning would show one after the other, as ids alone: what is printed lands in logs. */
async function warnedPeople(insight: Application['insight'], asked: AskedFigure): Promise<readonly object[]> {
  const people: object[] = [];
  let from = '';
  for (;;) {
    const { people: page, next } = await insight.showEarlyWarning(commandLine, { ...asked, names: true, from });
    people.push(...(page ?? []).map(({ name: _name, ...person }) => person));
    if (next === null) return people;
    from = next;
  }
}

/** Prints what the page shows to who sees every number. Throws InputProblem. */
export async function printInsight(name: string, options: InsightOptions): Promise<void> {
  if (!isFigureName(name))
    throw new InputProblem(`There is no figure "${name}". There are: ${figureNames.join(', ')}.`);
  const { school, csv } = options;
  const given = figureFilters.map((filter) => [filter, options[filter]] as const);
  const asked = Object.fromEntries(given.filter(([, value]) => value !== undefined)) as AskedFigure;
  const [unknown] = unknownFilters(name, asked);
  if (unknown !== undefined) throw new InputProblem(`The figure "${name}" cannot be narrowed down by ${unknown}.`);
  needData(options);
  try {
    const text = await withApplication(options, async ({ insight }) => {
      const found = await insight.readFigure(commandLine, name, asked);
      // Names are no figure: they come with the figure here alone, to who keeps the records.
      const people = name === 'early-warning' ? { people: await warnedPeople(insight, asked) } : {};
      return csv === true ? insight.figureCsv(found) : `${JSON.stringify({ ...found, ...people })}\n`;
    });
    process.stdout.write(text);
  } catch (error) {
    if (error instanceof NotFound) throw new InputProblem(error.message || `No such school: ${school ?? ''}.`);
    throw error;
  }
}
