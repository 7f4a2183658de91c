// What does this letter say in this version, ready to be filled in for each person?
// Published versions never change, so each is read and rendered once in a process and kept: nothing of a letter is made
// again for the next person. Which version is current is asked of the store, and only where a wave has fixed none.
import type { Alumnus } from '../../../domain/alumni/alumnus.js';
import {
  confirmedVersions,
  english,
  findCatalogue,
  letterCatalogues,
} from '../../../domain/waves/letters/catalogue.js';
import {
  letterIds,
  letterKey,
  type LetterId,
  type LetterKey,
  type LetterRef,
  type LetterVersion,
} from '../../../domain/waves/letters/letter.js';
import { surveyLanguages } from '../../../domain/survey/languages/languages.js';
import { readLetter } from '../../../domain/waves/letters/markup.js';
import type { Wave } from '../../../domain/waves/wave.js';
import { compileLetter, type LetterAnswers, type MailForm } from '../../../mail/index.js';
import type { Tools } from '../../tools.js';

type BookTools = Pick<Tools, 'store' | 'settings' | 'languages'>;

/** For previews and tests of letters: nobody real. */
export const inventedPerson: Pick<Alumnus, 'name'> = { name: { given: 'Avery', family: 'Example' } };

/** Version 0 as it came with the product. */
export const firstVersion = (id: LetterId, language = english.language): LetterVersion => ({
  ...{ id, language, version: 0 },
  ...(findCatalogue(language) ?? english).letters[id],
  savedBy: null,
  savedAt: null,
});

/** The newest version of a letter. */
export async function currentLetter(
  { store }: Pick<Tools, 'store'>,
  id: LetterId,
  language = english.language,
): Promise<LetterVersion> {
  const [newest] = await store.letters.history(id, language, 1);
  return newest ?? firstVersion(id, language);
}

/** What a wave fixes when it is confirmed: the newest English letters, and in other languages what a speaker has confirmed. */
export async function currentVersions(tools: Pick<Tools, 'store' | 'languages'>): Promise<LetterVersions> {
  const found: (readonly [LetterKey, number])[] = [];
  for (const catalogue of letterCatalogues) {
    const { language } = catalogue;
    const confirmed =
      catalogue === english
        ? null
        : confirmedVersions(
            catalogue,
            await tools.store.languageConfirmations.latest(language),
            tools.languages ?? surveyLanguages,
          );
    if (catalogue !== english && confirmed === null) continue;
    for (const id of letterIds) {
      found.push([letterKey(id, language), confirmed?.[id] ?? (await currentLetter(tools, id)).version]);
    }
  }
  return Object.fromEntries(found);
}

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
export type LetterVersions = Readonly<Partial<Record<LetterKey, number>>>;

/**
 * The letter that somebody gets: in the language that they read where the wave says it in that, otherwise in the wave's own.
 * Whether the wave's own may leave is asked when it is confirmed and when it is sent.
 */
export function letterRef(
  versions: LetterVersions,
  id: LetterId,
  { language = english.language }: Pick<Wave, 'language'>,
  reader?: Pick<Alumnus, 'contactRules'>,
): LetterRef {
  const theirs = reader?.contactRules?.language;
  const version = theirs === undefined ? undefined : versions[letterKey(id, theirs)];
  return theirs === undefined || version === undefined
    ? { id, version: versions[letterKey(id, language)] ?? 0, language }
    : { id, version, language: theirs };
}

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
    const text = version === 0 ? firstVersion(id, language) : await tools.store.letters.find(id, language, version);
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
