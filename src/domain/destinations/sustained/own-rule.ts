// By which rule of its own does the trust say that a destination lasted? Version 1 comes with the product; later ones are settings.
// Each is a list of numbers with the day from which it holds: it judges who left on that day or later, and who left before keeps
// the version that held then. A version that was once in force never changes; a change is the next version.
import type { LocalDate } from '../../calendar/local-date.js';
import { countInWords } from '../words.js';
import { rulesetOf } from './month-rule.js';
import type { Ruleset } from './ruleset.js';
import { windowRule } from './window-rule.js';

/** The numbers of one version. */
export interface OwnRule {
  /** From 2. */
  readonly version: number;
  /** It judges whoever left on this day or later. */
  readonly from: LocalDate;
  /** Places in August to July, 0 to 11, both included. */
  readonly window: { readonly first: number; readonly last: number };
  /** How many months of the window each route must cover. */
  readonly education: number;
  readonly work: number;
  readonly mix: number;
  /** Months in a row, anywhere in August to July. */
  readonly apprenticeship: number;
}

const months = ['Aug', 'Sep', 'Oct', 'Nov', 'Dec', 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul'] as const;

/** The name under which every version of it stands. */
export const ownRuleName = 'trust-own';

/** A version as it is written in settings: `2026-09-01 Oct-Mar education=6 work=5 mix=6 apprenticeship=6`. */
export const ownRuleText = ({ from, window, education, work, mix, apprenticeship }: OwnRule): string =>
  `${from} ${months[window.first] ?? ''}-${months[window.last] ?? ''} education=${education} work=${work} mix=${mix} apprenticeship=${apprenticeship}`;

const form =
  /^(\d{4}-\d\d-\d\d) ([A-Z][a-z]{2})-([A-Z][a-z]{2}) education=(\d+) work=(\d+) mix=(\d+) apprenticeship=(\d+)$/;

/** Reads versions as they are written in settings, from version 2 on; or what of which is wrong. */
export function readOwnRules(
  texts: readonly string[],
  readDay: (text: string) => LocalDate | null,
): { readonly ok: true; readonly rules: readonly OwnRule[] } | { readonly ok: false; readonly why: string } {
  const rules: OwnRule[] = [];
  for (const text of texts) {
    const version = rules.length + 2;
    const match = form.exec(text.replace(/\s+/g, ' ').trim());
    const [, day = '', first = '', last = '', ...numbers] = match ?? [];
    const from = readDay(day);
    const window = {
      first: months.findIndex((name) => name === first),
      last: months.findIndex((name) => name === last),
    };
    const refuse = (why: string) => ({ ok: false, why: `version ${version} ${why}` }) as const;
    if (match === null || from === null || window.first < 0 || window.last < 0) {
      return refuse('must be written as 2026-09-01 Oct-Mar education=6 work=5 mix=6 apprenticeship=6');
    }
    const length = window.last - window.first + 1;
    const [education = 0, work = 0, mix = 0, apprenticeship = 0] = numbers.map(Number);
    if (length < 1) return refuse('must end after it begins, within August to July');
    if (
      [education, work, mix].some((count) => count < 1 || count > length) ||
      apprenticeship < 1 ||
      apprenticeship > 12
    ) {
      return refuse(`must ask for 1 to ${length} months, and for an apprenticeship 1 to 12 in a row`);
    }
    const before = rules.at(-1)?.from;
    if (before !== undefined && from <= before) return refuse('must begin after the one before it');
    rules.push({ version, from, window, education, work, mix, apprenticeship });
  }
  return { ok: true, rules };
}

/** The ruleset that the numbers make. */
export function ownRuleset(rule: OwnRule): Ruleset {
  const { version, from, window, education, work, mix, apprenticeship } = rule;
  const length = countInWords(window.last - window.first + 1);
  const between = `${months[window.first] ?? ''} to ${months[window.last] ?? ''}`;
  return rulesetOf(
    {
      ...{ name: ownRuleName, version, from },
      title: 'Our own rule',
      source: 'The trust’s own settings; no official measure',
      sections: [
        {
          document: 'The trust’s own settings',
          section: `Version ${version}, for who left on ${from} or later`,
          says:
            `of the ${length} months from ${between}: education in ${countInWords(education)}, work in ${countInWords(work)}, ` +
            `or a mix in ${countInWords(mix)}; or an apprenticeship for ${countInWords(apprenticeship)} months in a row`,
        },
      ],
      unverified: [],
    },
    windowRule({
      window,
      educationMonths: education,
      employmentMonths: work,
      combinationMonths: mix,
      apprenticeshipMonthsInARow: apprenticeship,
      apprenticeshipIsEmployment: true,
      ranking: ['apprenticeship', 'education', 'employment', 'combination'],
    }),
  );
}
