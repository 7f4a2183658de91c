// The settings of sending: how fast mail goes to each receiving domain (requirement D7), and when sending stops by itself
// until somebody has looked (requirement E11, Q1).
import { z } from 'zod';
import type { AppSettings } from '../application/index.js';
import { usualPacing } from '../domain/waves/pacing.js';
import { usualThresholds } from '../domain/waves/breakers.js';
import { text, whole } from './setting-shapes.js';

const { perSecond, gmailPerDay } = usualPacing;

/** As they stand in the environment. */
export const sendingShape = {
  MAIL_PACING: text(z.enum(['on', 'off'], 'must be on or off').default('on')),
  MAIL_PER_SECOND_GMAIL: whole(1, 1_000, perSecond.gmail),
  MAIL_PER_SECOND_MICROSOFT: whole(1, 1_000, perSecond.microsoft),
  MAIL_PER_SECOND_YAHOO: whole(1, 1_000, perSecond.yahoo),
  MAIL_PER_SECOND_ICLOUD: whole(1, 1_000, perSecond.icloud),
  MAIL_PER_SECOND_OTHER: whole(1, 1_000, perSecond.other),
  MAIL_PER_DAY_GMAIL: whole(1, 1_000_000, gmailPerDay),
  STOP_AFTER_FAILED_CONNECTIONS: whole(1, 1_000, usualThresholds.failedConnections),
  STOP_AT_POLICY_PERCENT: whole(1, 100, usualThresholds.policyPercent),
  STOP_AT_UNKNOWN: whole(1, 1_000_000, usualThresholds.unknown),
  STOP_AT_HARD_BOUNCE_PERCENT: whole(1, 100, usualThresholds.hardPercent),
};

type SendingEnvironment = { readonly [Name in keyof typeof sendingShape]: z.output<(typeof sendingShape)[Name]> };

/** What use cases read of them. */
export const sendingSettings = (env: SendingEnvironment): Pick<AppSettings, 'pacing' | 'breakers'> => ({
  pacing:
    env.MAIL_PACING === 'off'
      ? 'off'
      : {
          perSecond: {
            gmail: env.MAIL_PER_SECOND_GMAIL,
            microsoft: env.MAIL_PER_SECOND_MICROSOFT,
            yahoo: env.MAIL_PER_SECOND_YAHOO,
            icloud: env.MAIL_PER_SECOND_ICLOUD,
            other: env.MAIL_PER_SECOND_OTHER,
          },
          gmailPerDay: env.MAIL_PER_DAY_GMAIL,
        },
  breakers: {
    failedConnections: env.STOP_AFTER_FAILED_CONNECTIONS,
    policyPercent: env.STOP_AT_POLICY_PERCENT,
    unknown: env.STOP_AT_UNKNOWN,
    hardPercent: env.STOP_AT_HARD_BOUNCE_PERCENT,
  },
});
