// May mail be sent once more, and is this code the right one?
// A code of six digits goes to the address on file: used once, within ten minutes, with five tries, at most three an
// hour, by the session that asked for it (requirement T6). Fresh links keep the same limit an hour. A link acts until two weeks
// after its wave has closed, and for 120 days at most (requirement T4).
import { addDays, type LocalDate } from '../calendar/local-date.js';
import { londonDate } from '../calendar/london-time.js';
import type { SessionMark } from './response.js';

/** For how long a code is good. */
export const codeMinutes = 10;
/** How often one code may be tried. */
export const mostTries = 5;
/** How many codes are sent in an hour. */
export const mostAnHour = 3;

const MS_PER_HOUR = 3_600_000;

/** The moments within the last hour. */
export const withinLastHour = (moments: readonly Date[], now: Date): readonly Date[] =>
  moments.filter((moment) => now.getTime() - moment.getTime() < MS_PER_HOUR);

/** Whether one more may be sent now. */
export const maySendMore = (moments: readonly Date[], now: Date): boolean =>
  withinLastHour(moments, now).length < mostAnHour;

/** Whether a try at the code counts at all: the session's own, in time, tries left. */
export const mayTry = (
  code: { readonly session: SessionMark; readonly expiresAt: Date; readonly tries: number },
  session: SessionMark,
  now: Date,
): boolean => code.session === session && now < code.expiresAt && code.tries < mostTries;

/** Days for which a link acts once its wave has closed, the last included. */
export const daysAfterClosing = 14;
/** Days for which a link acts at most, from the moment at which its message was due. */
export const mostLinkDays = 120;

/** Whether a link acts no more: neither for answering nor for telling us something. */
export const linkIsOver = (
  { closesOn, dueAt }: { readonly closesOn: LocalDate; readonly dueAt: Date },
  now: Date,
): boolean =>
  londonDate(now) > addDays(closesOn, daysAfterClosing) ||
  now.getTime() > dueAt.getTime() + mostLinkDays * 24 * MS_PER_HOUR;
