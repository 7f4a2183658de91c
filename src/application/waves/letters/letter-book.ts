// What does this letter say in this version, ready to be filled in for each person?
// Published versions never change, so each is read and rendered once in a process and kept: nothing of a letter is made
// again for the next person. Which version is current is asked of the store, and only where a wave has fixed none.
import type { Alumnus } from '../../../domain/alumni/alumnus.js';
import { english, findCatalogue } from '../../../domain/waves/letters/catalogue.js';
import { letterIds, type LetterId, type LetterRef, type LetterVersion } from '../../../domain/waves/letters/letter.js';
import { readLetter } from '../../../domain/waves/letters/markup.js';
import type { Wave } from '../../../domain/waves/wave.js';
import { compileLetter, type LetterAnswers, type MailForm } from '../../../mail/index.js';
import type { Tools } from '../../tools.js';

type BookTools = Pick<Tools, 'store' | 'settings'>;

/** For previews and tests of letters: nobody real. */
export const inventedPerson: Pick<Alumnus, 'name'> = { name: { given: 'Avery', family: 'Example' } };

/** Version 0 as it came with the product. */
export const firstVersion = (id: LetterId, language = english.language): LetterVersion => ({
  id,
  version: 0,
  ...(findCatalogue(language) ?? english).letters[id],
  savedBy: null,
  savedAt: null,
});

/** The newest version of a letter. */
export async function currentLetter({ store }: Pick<Tools, 'store'>, id: LetterId): Promise<LetterVersion> {
  const [newest] = await store.letters.history(id, 1);
  return newest ?? firstVersion(id);
}

/** The newest version of every letter: what a wave fixes when it is confirmed. */
export const currentVersions = async (tools: Pick<Tools, 'store'>): Promise<LetterVersions> =>
  Object.fromEntries(
    await Promise.all(letterIds.map(async (id) => [id, (await currentLetter(tools, id)).version] as const)),
  );

/** Renders a text, saved or not, into the frame of its language. */
export function formOf(
  { settings }: Pick<Tools, 'settings'>,
  text: Pick<LetterVersion, 'id' | 'subject' | 'body'>,
  {
    language = english.language,
    banner,
    answers = 'own',
  }: { readonly language?: string; readonly banner?: string; readonly answers?: LetterAnswers } = {},
): MailForm {
  const { direction, frame } = findCatalogue(language) ?? english;
  return compileLetter(readLetter(text.id, text), {
    language: language === english.language ? 'en-GB' : language,
    direction,
    frame,
    sender: settings.mailFrom.name,
    trust: settings.trustName,
    postalAddress: settings.postalAddress,
    privacyNotice: settings.privacyNoticeUrl,
    answers,
    ...(banner === undefined ? {} : { banner }),
  });
}

/** The version of each letter that a wave says. */
export type LetterVersions = Readonly<Partial<Record<LetterId, number>>>;

/** The letter in a wave's language; languages other than English have the one version that a speaker read. */
export const letterRef = (versions: LetterVersions, id: LetterId, language = english.language): LetterRef => ({
  id,
  version: language === english.language ? (versions[id] ?? 0) : 0,
  language,
});

export interface LetterBook {
  /** The versions that the wave fixed when it was confirmed; the newest ones for one that fixed none. */
  readonly versionsOf: (wave: Pick<Wave, 'letters'>) => Promise<LetterVersions>;
  /** `answers`: which buttons it has; `banner`: a line above everything, for a test. */
  readonly formOf: (
    ref: LetterRef,
    given?: { readonly answers?: LetterAnswers; readonly banner?: string },
  ) => Promise<MailForm>;
}

type Given = NonNullable<Parameters<LetterBook['formOf']>[1]>;

const keyOf = ({ id, version, language }: LetterRef, { answers = 'own', banner = '' }: Given): string =>
  `${language}:${id}:${version}:${answers}:${banner}`;

/** One book for one process. */
export function letterBook(tools: BookTools): LetterBook {
  const forms = new Map<string, Promise<MailForm>>();

  const read = async ({ id, version, language }: LetterRef, given: Given): Promise<MailForm> => {
    const text = version === 0 ? firstVersion(id, language) : await tools.store.letters.find(id, version);
    if (text === null) throw new RangeError(`The letter ${id} has no version ${version}.`);
    return formOf(tools, text, { language, ...given });
  };

  return {
    versionsOf: async ({ letters }) => letters ?? currentVersions(tools),
    formOf: (ref, given = {}) => {
      const key = keyOf(ref, given);
      const form =
        forms.get(key) ??
        read(ref, given).catch((error: unknown) => {
          forms.delete(key); // what failed once is asked again, not remembered
          throw error;
        });
      forms.set(key, form);
      return form;
    },
  };
}
