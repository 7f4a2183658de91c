// The broad groups of subjects: level 1 of the Common Aggregation Hierarchy (CAH), by the two digits of their code.
// From HESA's published hierarchy; which of its versions that is has not been confirmed (unverified), as for subject-rows.ts.

const groups: Readonly<Record<string, string>> = {
  '01': 'Medicine and dentistry',
  '02': 'Subjects allied to medicine',
  '03': 'Biological and sport sciences',
  '04': 'Psychology',
  '05': 'Veterinary sciences',
  '06': 'Agriculture, food and related studies',
  '07': 'Physical sciences',
  '09': 'Mathematical sciences',
  '10': 'Engineering and technology',
  '11': 'Computing',
  '13': 'Architecture, building and planning',
  '15': 'Social sciences',
  '16': 'Law',
  '17': 'Business and management',
  '19': 'Language and area studies',
  '20': 'Historical, philosophical and religious studies',
  '22': 'Education and teaching',
  '23': 'Combined and general studies',
  '24': 'Media, journalism and communications',
  '25': 'Design, and creative and performing arts',
  '26': 'Geography, earth and environmental studies',
};

const byName = new Map(Object.entries(groups).map(([digits, name]) => [name.toLowerCase(), digits]));

/** `11` for `Computing`, `CAH11` or `(CAH11) Computing`; null for any other, a part of a group among them. */
export function subjectGroupOf(text: string): string | null {
  const [, digits = null, name = ''] = /^\s*(?:\(?CAH(\d\d)\)?(?![\d-]))?\s*(.*?)\s*$/i.exec(text) ?? [];
  return digits !== null && digits in groups ? digits : (byName.get(name.toLowerCase()) ?? null);
}

/** `Computing` for `11`; null for digits of no group. */
export const subjectGroupName = (digits: string): string | null => groups[digits] ?? null;
