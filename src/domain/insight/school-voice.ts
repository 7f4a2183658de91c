// What did former students say that their school should add or drop, and did it help them?
// Their words are not read here: each answer is counted once under every theme of which it has a word, so that a figure stands
// beside the change log of careers provision. Counting by words misses much and takes some for what they are not; the page says so.
import type { PersonHeard } from './barrier-signs.js';
import { disclosed, leastShown, withheld, type Audience } from '../statistics/disclosure.js';
import { wilson, type Interval, type Proportion } from '../statistics/proportion.js';
import { hiddenInGrid } from './hidden-grid.js';
import { merged, type Table } from './reports.js';

/** The themes with their names on screen. */
export const voiceThemes = {
  'work-experience': 'Work experience and employers',
  apprenticeships: 'Apprenticeships',
  'university-choice': 'Choosing and applying for university',
  money: 'Money, loans and budgeting',
  'applying-for-work': 'CVs, applications and interviews',
  'living-away': 'Living away from home, cooking, renting',
  'study-skills': 'Studying on one’s own',
  wellbeing: 'Wellbeing and where to get help',
  advice: 'Careers advice',
} as const;
export type VoiceTheme = keyof typeof voiceThemes;
export const voiceThemeNames = Object.keys(voiceThemes) as readonly VoiceTheme[];

const words: Readonly<Record<VoiceTheme, RegExp>> = {
  'work-experience': /\b(?:work experience|placements?|employers?|work place|workplaces?|industry)\b/i,
  apprenticeships: /\bapprentic/i,
  'university-choice':
    /\b(?:ucas|personal statements?|open days?|choos(?:e|ing) (?:a |the )?(?:university|uni|course)|clearing)\b/i,
  money: /\b(?:money|loans?|budget\w*|debts?|bursar\w*|student finance|tax|taxes|pension)\b/i,
  'applying-for-work': /\b(?:cvs?|interviews?|job applications?|applying for jobs?|cover letters?)\b/i,
  'living-away': /\b(?:cook\w*|rent\w*|living away|live away|accommodation|independent living|life skills?)\b/i,
  'study-skills':
    /\b(?:study skills?|independent stud\w*|referenc\w*|essays?|note[- ]taking|time management|lectures?)\b/i,
  wellbeing: /\b(?:wellbeing|well-being|mental health|stress\w*|anxi\w*|support|lonel\w*)\b/i,
  advice: /\b(?:careers? (?:advice|advis[eo]rs?|guidance|talks?|fairs?|lessons?)|options)\b/i,
};

/** Counts of what was said, one person after the other, each by their latest answer. */
export function tallyVoice(): { readonly add: (person: PersonHeard) => void; readonly table: () => Table } {
  const table: Record<string, number> = {};
  const count = (name: string): void => {
    table[name] = (table[name] ?? 0) + 1;
  };
  return {
    add: ({ row, told }) => {
      if (row.uncounted === true) return;
      const latest = (question: string): string | undefined =>
        told.map(({ detail }) => detail.more?.[question]).find((value): value is string => typeof value === 'string');
      const helped = latest('school-helped');
      if (helped !== undefined && /^[1-5]$/.test(helped)) {
        count('voice:helped|of');
        if (Number(helped) >= 4) count('voice:helped|yes');
      }
      const should = latest('school-should');
      if (should === undefined || should.trim() === '') return;
      count('voice:should');
      for (const theme of voiceThemeNames) if (words[theme].test(should)) count(`voice:${theme}`);
    },
    table: () => table,
  };
}

/** What was said, as somebody may see it. */
export interface Voice {
  /** Who wrote what their school should add or drop; null where it is hidden. */
  readonly said: number | null;
  /** The theme that most spoke of first; those that are hidden last. */
  readonly themes: readonly { readonly theme: VoiceTheme; readonly people: number | null }[];
  /** Who rated 4 or 5 how the school helped them, of those who rated it; everything null where it is hidden. */
  readonly helped: {
    readonly share: number | null;
    readonly interval: Interval | null;
    readonly of: number | null;
  };
}

const helpedIn = (table: Table): Proportion => ({
  yes: table['voice:helped|yes'] ?? 0,
  of: table['voice:helped|of'] ?? 0,
});

/** What was said of one school, or of all (null), for the audience: hidden last, with every school beside the trust in view. */
export function voiceSeen(
  bySchool: ReadonlyMap<string, Table>,
  { audience, school }: { readonly audience: Audience; readonly school: string | null },
): Voice {
  const own = school === null ? merged([...bySchool.values()]) : (bySchool.get(school) ?? {});
  const cells = (of: (table: Table) => Proportion) =>
    [...bySchool].map(([name, table]) => ({ school: name, part: 'all', ...of(table) }));
  const count = (name: string): number | null => {
    const size = own[name] ?? 0;
    if (audience === 'team') return size;
    const counts = cells((table) => ({ yes: 0, of: table[name] ?? 0 }));
    const isHidden = hiddenInGrid(counts, ({ of }) => of < leastShown, { rounded: true });
    return isHidden(school, null) ? null : disclosed(size);
  };
  const themes = voiceThemeNames.map((theme) => ({ theme, people: count(`voice:${theme}`) }));
  const helped = helpedIn(own);
  const isTold =
    withheld(helped, audience) === null &&
    (audience === 'team' || !hiddenInGrid(cells(helpedIn), (some) => withheld(some, audience) !== null)(school, null));
  return {
    said: count('voice:should'),
    themes: themes.sort((one, other) => (other.people ?? -1) - (one.people ?? -1)),
    helped: isTold
      ? { share: helped.yes / helped.of, interval: wilson(helped), of: count('voice:helped|of') }
      : { share: null, interval: null, of: null },
  };
}
