// Which answers to replies are kept ready, so that the same question gets the same good answer?
// A short list of the trust’s own texts, kept as one setting; the later of two changes to one text stands.
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { Tools } from '../tools.js';

const settingName = 'saved-answers';
const mostAnswers = 40;

/** One text that is kept ready. */
export interface SavedAnswer {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** All of them, by title. */
export const listSavedAnswers =
  ({ store }: Pick<Tools, 'store'>) =>
  async (): Promise<readonly SavedAnswer[]> => {
    const stored = await store.settings.get(settingName);
    const answers = stored === null ? [] : (JSON.parse(stored) as readonly SavedAnswer[]);
    return [...answers].sort((a, b) => a.title.localeCompare(b.title, 'en-GB'));
  };

/** One by its id; null when it was taken away. */
export const findSavedAnswer = async (tools: Pick<Tools, 'store'>, id: string): Promise<SavedAnswer | null> =>
  (await listSavedAnswers(tools)()).find((answer) => answer.id === id) ?? null;

/** Adds one, or changes or (with an empty text) takes away the one of that id. `full`: there are forty already. */
export const saveAnswer =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (
    viewer: Viewer,
    { id, title, text }: Omit<SavedAnswer, 'id'> & { readonly id: string | null },
  ): Promise<'saved' | 'full'> => {
    const others = (await listSavedAnswers({ store })()).filter((answer) => answer.id !== id);
    if (text !== '' && others.length >= mostAnswers) return 'full';
    const next = text === '' ? others : [...others, { id: id ?? newId(), title, text }];
    await store.settings.set(settingName, JSON.stringify(next));
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    const act = text === '' ? 'saved-answer.removed' : 'saved-answer.saved';
    await store.auditEvents.append([
      { id: newId(), at: clock.now(), actor, act, subject: `saved-answers:${id ?? 'new'}` },
    ]);
    return 'saved';
  };
