// The finer reasons of somebody who never applied or ruled a route out, in words for who was never there: the same codes of
// taxonomy RT-1, without those that only somebody can know who began. Whoever had a place, or left one, is asked `reasons-…`.
import type { Page } from '../definition.js';
import { answerIn, choices, page, unsaid } from './making.js';

const leaves = {
  place: ['GEO/G1', 'GEO/G2', 'GEO/G3', 'GEO/G4', 'GEO/G5'],
  teaching: ['TEA/T1', 'TEA/T3', 'TEA/T4', 'ACA/A2'],
  choice: ['FIT/F1', 'FIT/F2', 'FIT/F3', 'FIT/F5', 'FIT/F6', 'POS/P3', 'POS/P4'],
  belonging: ['BEL/B1', 'BEL/B2', 'BEL/B4', 'BEL/B5'],
  caring: ['CAR/C1', 'CAR/C2', 'CAR/C3'],
  money: ['FIN/M1', 'FIN/M2', 'FIN/M3', 'FIN/M4', 'FIN/M5', 'FIN/M6', 'FIN/M7'],
  health: ['HEA/H1', 'HEA/H2', 'HEA/H3', 'HEA/H4'],
  work: ['EMP/E2', 'EMP/E6', 'EMP/E7', 'FIN/M7', 'POS/P3'],
  'something-else': ['EXT/X1', 'EXT/X2', 'EXT/X3'],
} as const;

/** What got in the way, one page under each plain choice: `against-place`, … */
export const againstPages: readonly Page[] = Object.entries(leaves).map(([reason, codes]) =>
  page(
    answerIn('reasons', reason),
    {
      id: `against-${reason}`,
      kind: 'multiple',
      randomOrder: true,
      choices: [...choices(...codes), ...unsaid],
    },
    'hard',
  ),
);
