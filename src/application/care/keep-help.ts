// What follows from a request for help, at once and by the clock: mails that are still to be written, words that are still to be looked through,
// requests without a reply on the morning after the day that was promised, words whose time is over (Y7).
import type { HelpRequest, HelpRequestId } from '../../domain/survey/help-request.js';
import type { Tools } from '../tools.js';
import type { RaiseFlag } from './raise-flag.js';
import { administratorsOf, tellHelpers, type CareNeighbours } from './tell-people.js';

type KeepTools = Pick<Tools, 'store' | 'clock' | 'vault'>;

const batch = 100;

/** Where the words of a request are sealed for. */
export const helpAboutPlace = (id: HelpRequestId): string => `helprequests/${id}/about`;

/** Where words that were added to it are sealed for. */
export const helpFurtherPlace = (id: HelpRequestId, words: string): string => `helprequests/${id}/further/${words}`;

/** All that was said, oldest first, opened; `key` names what was added. Null where nothing was written, and once it was wiped. */
export const saidIn = (
  { vault }: Pick<Tools, 'vault'>,
  { id, askedAt, about, further = [] }: Pick<HelpRequest, 'id' | 'askedAt' | 'about' | 'further'>,
): readonly { readonly key?: string; readonly at: Date; readonly about: string | null }[] => [
  { at: askedAt, about: about === undefined ? null : (vault.open(about, helpAboutPlace(id)) as string) },
  ...further.map((each) => ({
    ...{ key: each.id, at: each.at },
    about: each.about === undefined ? null : (vault.open(each.about, helpFurtherPlace(id, each.id)) as string),
  })),
];

/** Where the note of a step is sealed for. */
export const helpStepPlace = (id: HelpRequestId, at: number): string => `helprequests/${id}/steps/${at}`;

/** Words of a request may mean that somebody is not safe. Repeatable. */
export async function lookAtWords(tools: KeepTools, raise: RaiseFlag, request: HelpRequest): Promise<void> {
  const { id, alumnusId, schoolId, toLook } = request;
  if (toLook !== true) return;
  for (const { key, about } of saidIn(tools, request)) {
    // The page says that it is passed on; pressing its button is the yes that an adult must give (Y8).
    await raise({
      ...{ from: 'help-request', saidIn: key === undefined ? id : `${id}:${key}`, alumnusId, schoolId },
      ...{ texts: about === null ? [] : [about], mayBeAsked: false, agreed: true },
    });
  }
  await tools.store.helpRequests.wasLookedAt(request);
}

const replyLasts = 3 * 86_400_000;

/** Puts replies into the outbox, each named after the step that it is, and tells who is to be told. Repeatable. */
export async function finishRequest(tools: KeepTools, neighbours: CareNeighbours, request: HelpRequest): Promise<void> {
  const { id, alumnusId, steps, toSend = [] } = request;
  for (const { step, addressNumber } of toSend) {
    const said = steps[step]?.said; // wiped with everything else when its time was over
    if (said !== undefined) {
      await neighbours.queueService({
        template: 'reply-answer',
        to: { kind: 'alumnus', alumnusId, addressNumber },
        fields: { answer: tools.vault.open(said, helpStepPlace(id, step)) as string },
        expiresAt: new Date(tools.clock.now().getTime() + replyLasts),
        name: `help-reply-${id}-${step}`,
      });
    }
    await tools.store.helpRequests.wasSent(id, step);
  }
  await tellHelpers(tools, neighbours, request);
}

/** The owner and the administrators are told, once, that somebody waits longer than they were promised. */
async function tellOfLate(tools: KeepTools, request: HelpRequest): Promise<void> {
  const { lateAt: _lateAt, ...rest } = request;
  const tell = [...new Set([request.owner, ...(await administratorsOf(tools))])];
  await tools.store.helpRequests.replace({ ...rest, tell, revision: request.revision + 1 });
}

/** Safe to run twice and at once. */
export const keepHelp = (tools: KeepTools, neighbours: CareNeighbours, raise: RaiseFlag) => async (): Promise<void> => {
  const { helpRequests } = tools.store;
  const now = tools.clock.now();
  for (const request of await helpRequests.toLookAt(batch)) await lookAtWords(tools, raise, request);
  for (const request of await helpRequests.late(now, batch)) await tellOfLate(tools, request);
  for (const request of await helpRequests.withToSend(batch)) await finishRequest(tools, neighbours, request);
  for (const request of await helpRequests.withTell(batch)) await finishRequest(tools, neighbours, request);
  await helpRequests.wipe(now);
};
