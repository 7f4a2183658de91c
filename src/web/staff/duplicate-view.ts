// What a pair of records shows: why they were found, and what each of them says, field by field.
import type { DuplicateSide, DuplicateView } from '../../application/people/show-duplicate.js';
import { cohortName } from '../../domain/alumni/cohort.js';
import type { MatchFinding, PersonMatch } from '../../domain/alumni/duplicate.js';
import { format } from '../format.js';
import { channelWords, stateChoices } from './contact-words.js';

const findingWords: Readonly<Record<MatchFinding, string>> = {
  'same-uln': 'The same learner number',
  'former-upn': 'The pupil number of one is the former number of the other',
  'same-ucas-id': 'The same UCAS number',
  'same-birth-date': 'The same birth date',
  'birth-date-swapped': 'Birth dates with day and month the other way round',
  'same-family-name': 'The same family name',
  'family-name-alike': 'Family names that are alike',
  'same-given-name': 'The same given name',
  'given-name-alike': 'Given names that are alike, or a short form',
  'same-own-address': 'The same email address of their own',
  'same-own-number': 'The same mobile number of their own',
  'same-school': 'The same school',
  'same-cohort': 'The same cohort',
  'other-uln': 'Different learner numbers',
  'other-upn': 'Different pupil numbers',
  'other-ucas-id': 'Different UCAS numbers',
  'other-birth-date': 'Different birth dates',
  'other-family-name': 'Different family names',
  'other-given-name': 'Different given names, as twins have',
};

const likelyWords: Readonly<Record<PersonMatch['likely'], string>> = {
  possible: 'Possibly one person',
  likely: 'Likely one person',
  'very-likely': 'Very likely one person',
};

export const likelyTag = ({ likely, score }: PersonMatch) => ({
  tone: likely === 'possible' ? 'quiet' : likely === 'likely' ? 'note' : 'careful',
  text: `${likelyWords[likely]}: ${score} points`,
});

/** Each reason with its points, as a row of a table. */
export const reasonRows = ({ reasons }: PersonMatch) =>
  reasons.map(({ finding, points }) => [
    findingWords[finding],
    points > 0 ? 'for' : 'against',
    points > 0 ? `+${points}` : `−${-points}`,
  ]);

const reachWords = ({ person }: DuplicateSide): string =>
  person.contactPoints
    .map(
      ({ value, owner, state }) =>
        `${value} (${owner === 'self' ? 'their own' : owner}${state === 'usable' ? '' : `, ${state}`})`,
    )
    .join('; ');

function limitWords({ person }: DuplicateSide): string {
  const { contactRules = {}, objectedOn, onceAYearSince, state } = person;
  return [
    ...(state === 'usual' ? [] : [stateChoices[state].text]),
    ...(objectedOn === undefined ? [] : [`Asked us to stop, ${format.date(objectedOn)}`]),
    ...(onceAYearSince === undefined ? [] : ['Once a year']),
    ...(contactRules.neverFamily === true ? ['Never their family'] : []),
    ...(contactRules.notBy ?? []).map((channel) => `Not by: ${channelWords[channel]}`),
  ].join('; ');
}

/** Every field that one of them has; a mark where both say something and it differs. */
export function comparedRows({ sides }: DuplicateView) {
  const fields: readonly (readonly [string, (side: DuplicateSide) => string])[] = [
    ['Given name', ({ person }) => person.name.given],
    ['Family name', ({ person }) => person.name.family],
    ['Name to use', ({ person }) => person.name.toUse ?? ''],
    ['Birth date', ({ person }) => (person.dateOfBirth === undefined ? '' : format.date(person.dateOfBirth))],
    ['UPN', ({ person }) => person.upn ?? ''],
    ['Former UPN', ({ person }) => person.formerUpn ?? ''],
    ['ULN', ({ person }) => person.uln ?? ''],
    ['UCAS number', ({ person }) => person.ucasId ?? ''],
    ['School', ({ schoolName }) => schoolName],
    ['Cohort', ({ person }) => cohortName(person.cohortId)],
    ['Left on', ({ person }) => format.date(person.leftOn)],
    ['How to reach them', reachWords],
    ['What we keep to', limitWords],
    ['What we have been told', ({ statements }) => format.countOf(statements, 'statement', 'statements')],
    ['Asked in', ({ invitations }) => format.countOf(invitations, 'wave', 'waves')],
  ];
  return fields.flatMap(([name, read]) => {
    const [one, other] = [read(sides[0]), read(sides[1])];
    const differs = one !== '' && other !== '' && one !== other;
    return one === '' && other === '' ? [] : [[name, one, other, differs ? 'differs' : '']];
  });
}
