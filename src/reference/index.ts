// The front door of src/reference: lists of others that Onward carries, each with its date and source.
import type { NameLists } from '../domain/survey/listed.js';
import { providerList } from './providers.js';
import { subjectList } from './subjects.js';

export { bankHolidays } from './bank-holidays.js';
export { codeLists } from './code-lists.js';
export { crossed, crosswalks, type Crosswalk } from './crosswalks.js';
export { activityOfNccis } from './nccis-in.js';
export { pointOfOutcode } from './outcodes.js';
export { knownDays, listedUntil } from './quiet-days.js';
export { subjectGroupName, subjectGroupOf } from './subject-groups.js';
export { startingUseful } from './useful-now.js';
export { subjects } from './subjects.js';
export { namesOfProviders, townOfProvider, usualProviderName } from './providers.js';

/** The lists from which people choose names. */
export const nameLists: NameLists = { provider: providerList, subject: subjectList };
