// Sentences as former students might write them, half of them worrying and half of them harmless and alarming to look at, drawn by
// a seed. All are invented. When they were first laid beside the list of phrases it found 20 of the 32 about a life and 19 of the
// 32 about harm, and 10 of the 44 harmless ones; then phrases were added with the misses at hand. So what is measured here is
// what it knows: of words that nobody had in mind expect about three in five.
import type { Worry } from '../../src/domain/survey/worrying-words.js';
import { randomFrom } from '../../src/main/sample/random.js';

export interface Sentence {
  readonly text: string;
  /** What a person would take it for; `safe` where nobody need look. */
  readonly means: Worry | 'safe';
}

const cores: Readonly<Record<Sentence['means'], readonly string[]>> = {
  life: [
    ...['I want to die', 'I don’t want to wake up tomorrow', 'I keep thinking about killing myself'],
    ...['I just want it all to stop for good', 'I have been cutting myself again', 'I took all my tablets last week'],
    ...['nobody would miss me if I was gone', 'I have written goodbye letters to my family'],
    ...[
      'I can’t see a reason to go on living',
      'there is no point in me being here',
      'I think about suicide most days',
    ],
    ...['I stood on the bridge and nearly jumped', 'I tried to hang myself in the holidays', 'I want 2 die'],
    ...['everyone would be better off without me', 'I am going to end my life', 'I starve myself so that I disappear'],
    ...['my ex said he will kill me if I tell anyone', 'I am scared that he is going to kill me'],
    ...['I feel like ending it all', 'I wish I had never been born', 'I am thinking of unaliving myself'],
    ...[
      'I burn my arms when it gets too much',
      'I know which train and which day',
      'I would rather be dead than go back',
    ],
    ...['I don’t want to exist any more', 'I wanna kms', 'I overdosed in the summer and nobody knows'],
    ...['he has a knife and says that he will use it on me', 'I hurt myself so that I feel something'],
    ...['I can’t keep myself safe tonight', 'I do not want to be alive'],
  ],
  harm: [
    ...['my dad hits me when he has been drinking', 'my stepdad comes into my room at night and touches me'],
    ...['my parents are forcing me to marry my cousin', 'I am sleeping in my car', 'someone at uni raped me'],
    ...['I have nowhere to stay since my mum kicked me out', 'my manager keeps touching me at work'],
    ...['my boyfriend won’t let me see my friends and checks my phone', 'I was groomed by a man online'],
    ...['they make me carry drugs to other towns', 'I am being blackmailed with photos', 'my uncle took my passport'],
    ...['he controls who I talk to and what I spend', 'I have not eaten for three days because there is no money'],
    ...['I am sofa surfing at the moment', 'I don’t feel safe at home', 'my brother beats me up'],
    ...['my partner threatens to hurt the baby', 'I am scared of my dad', 'they lock me in my room'],
    ...['I was attacked on the way home and they know where I live', 'my flatmate is stalking me'],
    ...['I owe money to people who will hurt me', 'my family want to take me abroad to get married'],
    ...['I cannot afford to eat', 'I am living in a hostel because I am homeless', 'he strangled me last week'],
    ...['I hear voices telling me to do things', 'I can’t cope any more', 'my landlord wants sex instead of rent'],
    ...['I was sexually assaulted at a party', 'my husband pushed me down the stairs'],
  ],
  safe: [
    ...['the exams nearly killed me', 'I was dying to get started', 'my feet were killing me after every shift'],
    ...['I would kill for a day off', 'I am on a suicide prevention course as part of nursing'],
    ...['we studied the history of slavery and it changed my mind', 'a lecture on forced marriage made me choose law'],
    ...['I volunteer at a homeless shelter', 'a talk by a charity for rape survivors made me choose social work'],
    ...['I cut my hours to study', 'I hit the ground running', 'my sister beat me at chess'],
    ...['I burn the toast every day in halls', 'it was a dead end job', 'the deadline was murder'],
    ...['I shot a film about my town', 'I am training to talk with people who self-harm', 'I jumped at the offer'],
    ...['he said that the pay would kill the fun', 'the maths hurts my head', 'I can’t live without my new flatmates'],
    ...['I want to live at home to save money', 'nobody would believe how good the food is'],
    ...['I couldn’t go on with the course because of the commute', 'I was terrified of my driving test'],
    ...['I am in danger of missing my bus every morning', 'the gym is killing me but I love it', 'I took a gap year'],
    ...['my dad drives me mad but he means well', 'we had an overdose of group work', 'my parents made me proud'],
    ...['they threw me in at the deep end', 'I would rather be dead than do accounting again'],
    ...['my boss is a slave driver but fair', 'I nearly died of embarrassment on my first day'],
    ...['I was thrown out of the group chat by my mates', 'she smashed it and so did I'],
    ...['the module on child abuse was hard but good', 'I am stuck in a job that bores me to death'],
    ...['we lost since they attacked us down the left wing', 'I don’t want to go on holiday with them again'],
    ...['I shared a flat with no heating', 'my phone died on the way to the interview'],
    ...['I was knocked out by how friendly they are'],
  ],
};
const openings = [
  ...['', 'Honestly, ', 'To be honest ', 'I have not told anyone but ', 'Since September it is like this: '],
  ...['Right now ', 'Since you ask: ', 'idk, ', 'Sorry to write this here. ', 'Well, '],
] as const;
const endings = ['.', '', '!!', '. That is all.', '. Thanks for asking.', ' and that is how it is.', '...'] as const;
const styles: readonly [(text: string) => string, ...((text: string) => string)[]] = [
  (text) => text,
  (text) => text.toLowerCase(),
  (text) => text.replace(/’/g, "'"),
  (text) => text.replace(/’/g, ''),
  (text) => text.toUpperCase(),
];

/** As many sentences as asked for, in no order: half of them harmless, a quarter about a life, a quarter about harm. */
export function sentencesBy(seed: number, count: number): readonly Sentence[] {
  const random = randomFrom(seed);
  const order = ['safe', 'life', 'safe', 'harm'] as const;
  const drawn = Array.from({ length: count }, (_, place) => {
    const means = order[place % order.length] ?? 'safe';
    const of = cores[means];
    const turn = Math.floor(place / (means === 'safe' ? 2 : 4)) % of.length;
    const said = `${random.pick(openings)}${of[turn] ?? ''}${random.pick(endings)}`;
    return { sentence: { text: random.pick(styles)(said), means }, at: random.next() };
  });
  return drawn.sort((one, other) => one.at - other.at).map(({ sentence }) => sentence);
}

/** How a judge of sentences does. */
export interface Measured {
  /** Of those about a life, and about harm: how many somebody looks at, as a share. */
  readonly life: number;
  readonly harm: number;
  /** Of all that somebody looks at: how many were worrying, where half of all are harmless. */
  readonly precision: number;
  /** Of the harmless: at how many somebody looks for nothing. */
  readonly alarms: number;
}

/** Counts what the judge flags. */
export function measure(sentences: readonly Sentence[], flags: (text: string) => boolean): Measured {
  const of = (means: Sentence['means']) => sentences.filter((each) => each.means === means);
  const share = (some: readonly Sentence[]): number => some.filter(({ text }) => flags(text)).length / some.length;
  const flagged = sentences.filter(({ text }) => flags(text));
  return {
    ...{ life: share(of('life')), harm: share(of('harm')), alarms: share(of('safe')) },
    precision: flagged.filter(({ means }) => means !== 'safe').length / flagged.length,
  };
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** `life 94 %, harm 88 %, precision 78 %`. */
export const measuredWords = ({ life, harm, precision, alarms }: Measured): string =>
  `found ${percent(life)} about a life and ${percent(harm)} about harm, precision ${percent(precision)}, ` +
  `${percent(alarms)} of the harmless flagged`;
