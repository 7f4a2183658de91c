// How does what is known of somebody read back to them? Provider, course and employer and nothing else (reliability, 9.3).
import { placeIn } from '../../domain/destinations/answers-in-claim.js';
import type { Answers } from '../../domain/survey/definition.js';
import type { Speech } from '../../domain/survey/languages/speech.js';

/** `at University of Leeds, studying Physics`, to follow “you are”; null where no name is known. */
export function presentWords({ say }: Pick<Speech, 'say'>, answers: Answers): string | null {
  const { provider = null, course = null, employer = null } = placeIn(answers);
  switch (answers['situation']) {
    case 'apprenticeship':
      if (employer === null) return provider === null ? null : say('known.apprentice-training', { provider });
      return provider === null
        ? say('known.apprentice', { employer })
        : say('known.apprentice-with', { employer, provider });
    case 'work':
      return employer === null ? null : say('known.working', { employer });
    default:
      if (provider === null) return course === null ? null : say('known.studying', { course });
      return course === null ? say('known.at', { provider }) : say('known.at-studying', { provider, course });
  }
}
