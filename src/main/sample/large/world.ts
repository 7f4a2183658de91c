// The people of the large demonstration, and what each has answered by a day: the same for the same seed, school by school, so that a
// part of the trust can be made without the rest.
import type { Alumnus } from '../../../domain/alumni/alumnus.js';
import type { LocalDate, LocalMonth } from '../../../domain/calendar/local-date.js';
import { localDate } from '../../../domain/calendar/local-date.js';
import type { Answers } from '../../../domain/survey/definition.js';
import { randomFrom } from '../random.js';
import { answersIn, largePerson, lifeOf } from './lives.js';
import type { PlantedTruths } from './truths.js';

/** What somebody sent in one wave. */
export interface SentAnswers {
  /** `large-1` to `large-4`. */
  readonly wave: string;
  readonly on: LocalDate;
  readonly answers: Answers;
}

export interface LargePerson {
  readonly person: Alumnus;
  readonly sent: readonly SentAnswers[];
}

/** Who is asked. */
export const mayAnswer = ({ state, objectedOn, permissions }: Alumnus): boolean =>
  (state === 'usual' || state === 'stayed-with-us') && objectedOn === undefined && permissions.length > 0;

/** More go on answering than in most trusts, so that the story is not drowned by silence; the bounds say how much is open. */
const answersOf = { university: 0.72, other: 0.6 } as const;

/** In the autumn and spring of the first two years. */
export const askedOn = (summer: number): readonly LocalDate[] =>
  [`${summer}-11-10`, `${summer + 1}-04-14`, `${summer + 1}-11-10`, `${summer + 2}-04-14`].map(localDate);

/** The leavers of one school in one summer. */
export function* leaversOf(
  seed: number,
  truths: PlantedTruths,
  { place, summer, today }: { readonly place: number; readonly summer: number; readonly today: LocalDate },
): Generator<LargePerson> {
  const random = randomFrom(seed + place * 7_919 + summer * 104_729);
  const leavers = truths.schools[place]?.leavers ?? 0;
  for (let number = 0; number < leavers; number += 1) {
    const serial = (summer - truths.summers.first) * 10_000 + place * 200 + number + 1;
    const person = largePerson(random, truths, { place, year: summer, serial });
    if (person === null) return;
    const life = mayAnswer(person) ? lifeOf(random, truths, person, summer) : null;
    const sent = askedOn(summer).flatMap((on, wave) => {
      const answers = random.chance(life?.plan === 'university' ? answersOf.university : answersOf.other);
      return life !== null && answers && on <= today
        ? [{ wave: `large-${wave + 1}`, on, answers: answersIn(life, on.slice(0, 7) as LocalMonth) }]
        : [];
    });
    yield { person, sent };
  }
}
