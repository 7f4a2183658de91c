// When does a wave write, by the settings and the days that are known?
import { openingsOf, type Openings } from '../../domain/waves/contact-hours.js';
import { isMessageStep } from '../../domain/waves/contact-plan.js';
import type { Wave } from '../../domain/waves/wave.js';
import { knownDays } from '../../reference/index.js';
import type { AppSettings } from '../tools.js';

/** For due moments, senders and pages alike. The day on which calls begin is no day of mail by that. */
export const openingsFor = (
  { contactHours }: Pick<AppSettings, 'contactHours'>,
  { steps }: Pick<Wave, 'steps'>,
): Openings => openingsOf(steps.filter(isMessageStep), contactHours, knownDays);
