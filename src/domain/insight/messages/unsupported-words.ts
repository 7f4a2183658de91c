// Which words of a sentence say more than any figure can?
// Rankings and superlatives, causes, promises, promotion (a survey that also promotes is not research; domain reference, section
// 8.3), one route put under another (Y15), praise without a figure, and so few people that somebody could be known. Each rule is
// a pattern with what is excepted; a rule that needs a subject says so. English alone.
import { peopleNouns } from './numbers.js';

export const wordRules = [
  'ranking',
  'cause',
  'promise',
  'promotion',
  'route-ranked',
  'everybody',
  'multiple',
  'equal',
  'small-number',
] as const;
export type WordRule = (typeof wordRules)[number];

/** What a sentence is about where a rule asks for it. */
const outcomes =
  /universit|apprentic|degree|college|career|\bjobs?\b|\bwork(?:s|ed|ing)?\b|\bemploy|\bcourses?\b|\bplaces?\b|\bstay|success|succeed|leavers|destination|achiev|\bresults?\b|chances|\bleft\b|sustain|drop(?:ped)? out/iu;

interface RuleOfWords {
  readonly rule: WordRule;
  readonly pattern: RegExp;
  /** Taken out before it is looked for. */
  readonly except?: RegExp;
  /** Only where the sentence speaks of destinations or holds a figure. */
  readonly aboutOutcomes?: boolean;
}

const rules: readonly RuleOfWords[] = [
  {
    rule: 'ranking',
    pattern:
      /\b(?:best|top|leading|highest|lowest|largest|biggest|greatest|strongest|finest|brightest|worst|number one|no\. ?1|second to none|unrivalled|unbeaten|unmatched|outstanding|world[- ]class|league tables?|rank(?:s|ed|ing|ings)?|first (?:in|of) (?:the|our|all)|only school|(?:the )most (?:successful|popular|improved|academic|effective)|leads? the)\b/iu,
    except:
      /\b(?:best wishes|all the best|(?:do|does|did|try|tries|doing|trying) (?:your|their|our|his|her|its) best|at best|best (?:to ask|time|way to ask|place to ask)|what (?:is|would be) best for|on top of|top tips?)\b/giu,
  },
  {
    rule: 'cause',
    pattern:
      /\b(?:because|thanks to|due to|owing to|as a result|results? in|resulted in|resulting in|leads? to|led to|leading to|caus(?:e|es|ed|ing)|makes? (?:the|a|all the) difference|mak(?:e|es|ing) (?:pupils|students|children|them|it more|sure)|means? that|ensur(?:e|es|ed|ing)|impact(?:s|ed)?|effects? (?:of|on)|therefore|consequently|hence|boost(?:s|ed|ing)?|transform(?:s|ed|ing)?|pays? off|helps? (?:them|pupils|students|children|young people|our)|helped (?:them|pupils|students|children|young people|our)|improves? (?:their |the |your )?(?:chances|results|outcomes))\b/iu,
    aboutOutcomes: true,
  },
  {
    rule: 'promise',
    pattern:
      /\b(?:guarante(?:e|es|ed|eing)|certain to|bound to|sure to)\b|\b(?:your (?:child|son|daughter|children)|they|children|pupils|students|young people|every(?:one|body)|you) (?:will|(?:is|are) going to)\b(?! (?:be (?:asked|told|shown|invited|able to (?:ask|read|see|find))|hear|receive|get (?:a|the|our|this) (?:letter|mail|message|sheet)|find|see|read|meet|be in|ask))/iu,
  },
  {
    rule: 'promotion',
    pattern:
      /\b(?:apply (?:now|today|here|to us|by)|sign up|enrol(?:s|led|ling)?|register (?:now|today|your)|open (?:evenings?|days?|mornings?|events?)|book (?:a|your|now)|donat(?:e|es|ed|ing|ions?)|fundrais(?:e|er|ing)|support us|sponsor(?:s|ed|ship)?|join us|choose (?:us|our)|places are (?:filling|limited|going)|buy|discounts?|vouchers?|prize draw|follow us|like us|share this|recommend us|our sixth form (?:is|offers|has))\b/iu,
  },
  {
    rule: 'route-ranked',
    pattern:
      /\b(?:only|just|merely|settl(?:e|ed|ing) for|fall(?:ing)? ?back (?:on|to)|plan b|second[- ]best|end(?:s|ed|ing)? up (?:in|with|at)|instead of (?:a )?(?:real|proper))\b[^.]{0,25}\b(?:apprenticeships?|jobs?|work|college|training|gap years?)\b|\b(?:proper|real) (?:degree|university|job)\b/iu,
  },
  {
    rule: 'everybody',
    pattern: new RegExp(
      `\\b(?:all|every|each|none|no|not one)\\s+(?:of\\s+)?(?:our|the|these)?\\s*${peopleNouns}\\b|\\b(?:everyone|everybody|nobody|no one) (?:who|went|goes|stays|stayed|gets|got|has|had|left|leaves|drops|dropped)\\b`,
      'iu',
    ),
    except:
      /\b(?:almost|nearly|virtually|practically) (?:all|every|each)\b|\bnot all\b|\b(?:every|each|all)\b[^.]{0,40}\b(?:can|may|could|should|is welcome|are welcome|deserves?)\b/giu,
    aboutOutcomes: true,
  },
  {
    rule: 'multiple',
    pattern:
      /\b(?:double|doubled|twice|triple|tripled|treble|halv(?:e|ed)|(?:two|three|four|five|ten|\d+)(?:[- ]fold| times (?:as|more|higher|the)))\b/iu,
  },
  {
    rule: 'equal',
    pattern:
      /\b(?:the same (?:as|share|number|proportion)|just as (?:many|likely|well)|as (?:many|likely|high|good|well) as|equal(?:s|led|ly)?|no differen(?:t|ce)|unchanged|in line with|on a par with|similar to)\b/iu,
    aboutOutcomes: true,
  },
  {
    rule: 'small-number',
    pattern: new RegExp(
      `(?<!\\byears?\\s)(?<!\\byears?\\s\\d+\\s(?:to|and|or)\\s)\\b(?:one|two|three|four|five|six|seven|[1-7])\\s+${peopleNouns}\\b`,
      'iu',
    ),
    except: /\b\w+ (?:in|out of)(?: every)? \w+\b(?= (?:of |our |pupils|students|leavers|young|people))/giu,
  },
];

/** What a sentence says more than a figure can, each rule once, with the words that say it. */
export function unsupportedWords(
  sentence: string,
  hasFigure: boolean,
): readonly { readonly rule: WordRule; readonly words: string }[] {
  return rules.flatMap(({ rule, pattern, except, aboutOutcomes }) => {
    if (aboutOutcomes === true && !hasFigure && !outcomes.test(sentence)) return [];
    const left = except === undefined ? sentence : sentence.replace(except, (words) => ' '.repeat(words.length));
    const words = pattern.exec(left)?.[0].trim();
    return words === undefined ? [] : [{ rule, words }];
  });
}

const praise =
  /\b(?:(?:do|does|did|doing|fare|fares|perform(?:s|ed)?) (?:very |really |so |extremely |exceptionally )?(?:well|badly|poorly)|succeed(?:s|ed|ing)?|success(?:es|ful|fully)?|excellent|impressive|thriv(?:e|es|ed|ing)|flourish(?:es|ed|ing)?|excel(?:s|led)?|(?:good|strong|great|fantastic|brilliant) (?:results?|outcomes?|destinations?|record)|proud of|usually|typically|tend to|often|rarely|seldom)\b/iu;

/** Praise or a habit said of people without any figure; null where there is none. */
export const bareClaim = (sentence: string): string | null =>
  outcomes.test(sentence) || new RegExp(`\\b${peopleNouns}\\b`, 'iu').test(sentence)
    ? (praise.exec(sentence)?.[0] ?? null)
    : null;
