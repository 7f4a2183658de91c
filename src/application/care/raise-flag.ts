// Words that may mean that somebody is not safe: who is to look, and are they told at once (Y8, requirement P6)?
// One write keeps the words, sealed, with those who are told of them; the mails follow, and by the recurring job should the
// process die in between. An adult's words go nowhere without their yes, unless life is at risk: they are asked where there is
// a page to ask them on and somebody to read it; else nothing is kept.
import type { AlumnusId, SchoolId, StaffId } from '../../domain/alumni/ids.js';
import { nextWorkingDayAt } from '../../domain/calendar/open-days.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { toldFirst } from '../../domain/survey/care-settings.js';
import {
  needsTheirYes,
  routeOf,
  wordsUntil,
  type FlagSource,
  type SafetyFlag,
  type SafetyFlagId,
} from '../../domain/survey/safety-flag.js';
import { worryAmong, type Worry } from '../../domain/survey/worrying-words.js';
import { bankHolidays } from '../../reference/index.js';
import { faultOf } from '../fault.js';
import type { Tools } from '../tools.js';
import { careNow } from './settings.js';
import { administratorsOf, tellPeople, type CareNeighbours } from './tell-people.js';

export type RaiseTools = Pick<Tools, 'store' | 'clock' | 'newId' | 'vault' | 'log'>;

/** What was said, and where. */
export interface SaidWords {
  readonly from: FlagSource;
  /** Names it, so that the same words make one flag. */
  readonly saidIn: string;
  readonly alumnusId?: AlumnusId;
  readonly schoolId?: SchoolId;
  readonly texts: readonly string[];
  /** There is a page on which the person can say yes. */
  readonly mayBeAsked: boolean;
  /** They agreed that it is passed on. */
  readonly agreed?: boolean;
  /** Who says so, where a member of staff does, and what they judged. */
  readonly byStaff?: { readonly id: StaffId; readonly worry: Worry };
}

/** `nothing`: no such words; `kept-back`: an adult who was not asked; else what became of it. */
export type Raised = 'nothing' | 'kept-back' | 'asks-first' | 'open';
export type RaiseFlag = (said: SaidWords) => Promise<Raised>;

/** Where the words of a flag are sealed for. */
export const flagWordsPlace = (id: SafetyFlagId): string => `safetyflags/${id}/words`;

/** Who is told first of something of that route, and when it goes on; the administrators where nobody is `named`. */
export async function whoIsTold(
  tools: Pick<Tools, 'store' | 'clock'>,
  { route, schoolId }: Pick<SafetyFlag, 'route' | 'schoolId'>,
): Promise<{ readonly named: boolean; readonly telling: Pick<SafetyFlag, 'told' | 'tell' | 'goesOnAt'> }> {
  const now = tools.clock.now();
  const { care } = await careNow(tools);
  const first = toldFirst(care, { route, school: schoolId, today: londonDate(now) });
  const told = first.length > 0 ? first : await administratorsOf(tools);
  const tell = told.length > 0 ? { tell: told } : {};
  return { named: first.length > 0, telling: { told, ...tell, goesOnAt: nextWorkingDayAt(now, bankHolidays) } };
}

/** Raises a flag where there is cause; the same words again change nothing. */
export const raiseFlag =
  (tools: RaiseTools, neighbours: CareNeighbours): RaiseFlag =>
  async ({ from, saidIn, alumnusId, schoolId, texts, mayBeAsked, agreed, byStaff }) => {
    const { store, clock, newId, vault, log } = tools;
    const worry = byStaff?.worry ?? worryAmong(texts);
    if (worry === null) return 'nothing';
    const now = clock.now();
    const person = alumnusId === undefined ? null : await store.alumni.find('every-school', alumnusId);
    const route = routeOf(person?.dateOfBirth, londonDate(now));
    const asks = needsTheirYes(route, worry) && agreed !== true;
    const { named, telling } = await whoIsTold(tools, { route, ...(schoolId !== undefined && { schoolId }) });
    if (asks && !(mayBeAsked && named)) return 'kept-back'; // nothing is asked for nobody
    const id = newId() as SafetyFlagId;
    const flag: SafetyFlag = {
      ...{ id, source: `${from}:${saidIn}`, from, worry, route, raisedAt: now },
      ...(alumnusId !== undefined && { alumnusId }),
      ...(schoolId !== undefined && { schoolId }),
      ...(byStaff !== undefined && { raisedBy: byStaff.id }),
      words: vault.seal(texts, flagWordsPlace(id)),
      wordsUntil: wordsUntil(now, { asks }),
      ...(asks ? { state: 'asks-first', told: [] } : { state: 'open', ...telling }),
      ...{ wentOn: 0, steps: [], revision: 1 },
    };
    const actor = byStaff === undefined ? ({ kind: 'system' } as const) : ({ kind: 'staff', id: byStaff.id } as const);
    const audit = { id: newId(), at: now, actor, act: 'safety-flag.raised', subject: `safety-flag:${id}` };
    if (!(await store.safetyFlags.insert(flag, audit))) return flag.state === 'open' ? 'open' : 'asks-first';
    try {
      await tellPeople(tools, neighbours, flag);
    } catch (error) {
      log.warn('Mail about a safety flag is left to the recurring job', {
        failure: faultOf(error),
      });
    }
    return asks ? 'asks-first' : 'open';
  };
