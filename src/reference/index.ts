// The front door of src/reference: lists of others that Onward carries, each with its date and source.
export { bankHolidays } from './bank-holidays.js';
export { knownDays, listedUntil } from './quiet-days.js';
export { namesOfProviders, suggestProviders, usualProviderName } from './providers.js';
