// For how long what somebody told us stays current, by the kind of activity (feature 7).
import type { AppSettings } from '../application/index.js';
import { usualCurrency } from '../domain/destinations/currency.js';
import type { z } from 'zod';
import { whole } from './setting-shapes.js';

const { months, reviewDays, warningDays } = usualCurrency;

/** As they stand in the environment. */
export const currencyShape = {
  CURRENT_MONTHS_EDUCATION: whole(1, 120, months.education),
  CURRENT_MONTHS_WORK: whole(1, 120, months.work),
  CURRENT_MONTHS_LOOKING: whole(1, 120, months.looking),
  CURRENT_MONTHS_NOT_LOOKING: whole(1, 120, months['not-looking']),
  CURRENT_MONTHS_OTHER: whole(1, 120, months.other),
  CURRENT_REVIEW_DAYS: whole(1, 365, reviewDays),
  CURRENT_WARNING_DAYS: whole(1, 365, warningDays),
};

type CurrencyEnvironment = { readonly [Name in keyof typeof currencyShape]: z.output<(typeof currencyShape)[Name]> };

/** What use cases read of them. */
export const currencySettings = (env: CurrencyEnvironment): Pick<AppSettings, 'currency'> => ({
  currency: {
    months: {
      education: env.CURRENT_MONTHS_EDUCATION,
      work: env.CURRENT_MONTHS_WORK,
      looking: env.CURRENT_MONTHS_LOOKING,
      'not-looking': env.CURRENT_MONTHS_NOT_LOOKING,
      other: env.CURRENT_MONTHS_OTHER,
    },
    reviewDays: env.CURRENT_REVIEW_DAYS,
    warningDays: env.CURRENT_WARNING_DAYS,
  },
});
