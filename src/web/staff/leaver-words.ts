// What those who left one stage are called on staff pages.
import type { Stage } from '../../domain/alumni/cohort.js';

export const leaverWords: Readonly<Record<Stage, string>> = { y11: 'Year 11 leavers', y13: 'Year 13 leavers' };
