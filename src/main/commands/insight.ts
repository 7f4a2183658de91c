// `onward insight`: the figures of one page of Insight, as JSON.
import type { Application } from '../../application/index.js';
import { NotFound } from '../../application/errors.js';
import { InputProblem } from '../problem.js';
import { commandLine, needData, withApplication, type DataOptions } from './open.js';

/** The pages by name. */
type InsightName =
  'quality' | 'response' | 'flow' | 'staying' | 'early-warning' | 'fit' | 'guesses' | 'long-term' | 'clock';

interface InsightOptions extends DataOptions {
  readonly school?: string;
  readonly stage?: string;
  readonly cohort?: string;
  readonly kind?: string;
}

/** Every name that the pages would show one after the other, as ids alone: what is printed lands in logs. */
async function earlyWarning(insight: Application['insight'], asked: InsightOptions): Promise<object> {
  const people: object[] = [];
  let from = '';
  for (;;) {
    const {
      people: page,
      next,
      ...shown
    } = await insight.showEarlyWarning(commandLine, { ...asked, names: true, from });
    people.push(...(page ?? []).map(({ name: _name, ...person }) => person));
    if (next === null) return { ...shown, people };
    from = next;
  }
}

const figures = ({ insight }: Application, name: InsightName, asked: InsightOptions): Promise<object> => {
  switch (name) {
    case 'quality':
      return insight.showQuality(commandLine, asked);
    case 'response':
      return insight.showResponse(commandLine, asked);
    case 'flow':
      return insight.showFlow(commandLine, asked);
    case 'staying':
      return insight.showStaying(commandLine, asked);
    case 'early-warning':
      return earlyWarning(insight, asked);
    case 'fit':
      return insight.showFit(commandLine, asked);
    case 'guesses':
      return insight.showGuesses(commandLine);
    case 'long-term':
      return insight.showLongTerm(commandLine, asked);
    case 'clock':
      return insight.showClock(commandLine, asked);
  }
};

/** Prints what the page shows to who sees every number. */
export async function printInsight(name: InsightName, options: InsightOptions): Promise<void> {
  needData(options);
  try {
    const found = await withApplication(options, (application) => figures(application, name, options));
    process.stdout.write(`${JSON.stringify(found)}\n`);
  } catch (error) {
    if (error instanceof NotFound) throw new InputProblem(`No such school: ${options.school ?? ''}.`);
    throw error;
  }
}
