// What becomes of a second cry for help while the first is open (Y7)? Nobody knows whether it is the same trouble or the same
// person, since others may hold the link: it is added to the open request, which then waits for a reply again.
import type { AlumnusId } from '../../domain/alumni/ids.js';
import {
  mostFurther,
  waysAskedFor,
  withFurther,
  type FurtherWords,
  type HelpRequest,
} from '../../domain/survey/help-request.js';
import { worryIn } from '../../domain/survey/worrying-words.js';
import type { Tools } from '../tools.js';
import { helpFurtherPlace, saidIn } from './keep-help.js';

/** What is asked for, and from when a reply to it is late. */
export type FurtherAsked = Omit<FurtherWords, 'id' | 'about'> & { readonly about: string; readonly lateAt: Date };

/** `same`: the very words wait for their reply already; `none`: nothing is open; `too-often`: nothing more can be added. */
export type Added =
  { readonly kind: 'added'; readonly request: HelpRequest } | { readonly kind: 'same' | 'none' | 'too-often' };

/** Adds to whatever is open for the person; pressed twice, it is added once. */
export async function addToRequest(
  tools: Pick<Tools, 'store' | 'newId' | 'vault'>,
  alumnusId: AlumnusId,
  { about, lateAt, ...asked }: FurtherAsked,
): Promise<Added> {
  const { store, newId, vault } = tools;
  for (;;) {
    const held = await store.helpRequests.openOf(alumnusId);
    if (held === null) return { kind: 'none' };
    const stands = about === '' || saidIn(tools, held).some((said) => said.about === about);
    if (stands && held.repliedAt === undefined && waysAskedFor(held).includes(asked.way)) return { kind: 'same' };
    if ((held.further?.length ?? 0) >= mostFurther) return { kind: 'too-often' };
    const id = newId();
    const sealed = about === '' ? {} : { about: vault.seal(about, helpFurtherPlace(held.id, id)) };
    const words = { ...asked, id, ...sealed };
    const request = withFurther(held, { words, worries: worryIn(about) !== null, lateAt });
    const actor = { kind: 'alumnus' } as const;
    const audit = { id, at: asked.at, actor, act: 'help-request.added', subject: `help-request:${held.id}` };
    if (await store.helpRequests.replace(request, audit)) return { kind: 'added', request };
  }
}
