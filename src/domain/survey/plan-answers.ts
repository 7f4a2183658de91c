// Where does somebody plan to go, by the questions of the leaving form in every version (Y1)?
// Names as they were typed, or chosen from a list and then with their code.
import { isListed, textOf, type Answers } from './definition.js';

/** What is known of the planned place; a code only where the name was chosen from a list. */
interface PlannedPlace {
  readonly provider?: string;
  /** The provider's UKPRN. */
  readonly ukprn?: string;
  readonly course?: string;
  /** The subject's CAH code. */
  readonly subject?: string;
  readonly employer?: string;
}

const listedIn = (answers: Answers, id: string) => {
  const value = answers[id];
  return value !== undefined && typeof value !== 'string' && isListed(value) ? value : null;
};

/** The planned place. */
export function plannedPlaceIn(answers: Answers): PlannedPlace {
  const [place, studies] = [listedIn(answers, 'plan-place'), listedIn(answers, 'plan-subject')];
  const provider = place?.name ?? textOf(answers['plan-provider']);
  // What the course is called is theirs to say; its subject is the code.
  const course = studies?.typed ?? textOf(answers['plan-course']);
  const employer = textOf(answers['plan-employer']);
  return {
    ...(provider !== undefined && { provider }),
    ...(typeof place?.code === 'string' && { ukprn: place.code }),
    ...(course !== undefined && { course }),
    ...(typeof studies?.code === 'string' && { subject: studies.code }),
    ...(employer !== undefined && { employer }),
  };
}
