// Three things that nobody may do with somebody's answers without their own yes: look them up in official files, come back
// for a chat, and quote them. Three questions apart, nothing chosen beforehand, each can be taken back at any time (domain
// reference, 8.2; requirement P1). What they may mean is recorded with the version of these words (permissions.en.ts).
import type { Page } from '../definition.js';

/** The version of the words (permissions.en.ts) to which the published consents were asked. */
const wording = 'permissions 1';

const may = (id: string): Page => ({
  id,
  questions: [{ id, kind: 'single', ownOnly: true, oneTap: true, choices: [{ code: 'yes' }, { code: 'no' }] }],
  shownWhen: { kind: 'not', of: { kind: 'unchanged' } },
  hard: true,
});

/** The pages, in the one order. */
export const permissionPages: readonly Page[] = ['may-link', 'may-chat', 'may-quote'].map(may);

/** The same three, each answer kept with the version of its words. */
export const consentPages: readonly Page[] = permissionPages.map((page) => ({
  ...page,
  questions: page.questions.map((question) => ({ ...question, kind: 'consent', wording })),
}));
