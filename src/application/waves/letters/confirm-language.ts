// In which languages may mail leave, and who has said so?
// A member of staff records that a speaker has read every word of a language: the frame and one version of each letter. Only
// those are sent; what is saved later waits until the language is read again (year.md, "Not now").
import type { Viewer } from '../../../domain/alumni/viewer.js';
import {
  confirmedVersions,
  english,
  frameWords,
  letterCatalogues,
  type LanguageConfirmation,
} from '../../../domain/waves/letters/catalogue.js';
import { letterIds, type LetterId } from '../../../domain/waves/letters/letter.js';
import { languageNamed, surveyLanguages } from '../../../domain/survey/languages/languages.js';
import type { Tools } from '../../tools.js';
import { catalogueNamed, listLetters } from './keep-letters.js';

/** A language as its page shows it. */
export interface LanguageView {
  readonly language: string;
  readonly name: string;
  /** English needs no reading by the trust. */
  readonly isEnglish: boolean;
  /** Whether mail may leave in it. */
  readonly sent: boolean;
  /** Whether the pages that its mail leads to may be shown in it. */
  readonly pagesConfirmed: boolean;
  readonly confirmation: LanguageConfirmation | null;
  /** Letters whose newest version nobody has read yet; empty where the whole language is unread. */
  readonly unread: readonly LetterId[];
}

/** Every language, English first. */
export const listLanguages = (tools: Pick<Tools, 'store' | 'languages'>) => (): Promise<readonly LanguageView[]> =>
  Promise.all(
    letterCatalogues.map(async (catalogue) => {
      const { language, name } = catalogue;
      const isEnglish = catalogue === english;
      const confirmation = isEnglish ? null : await tools.store.languageConfirmations.latest(language);
      const pages = tools.languages ?? surveyLanguages;
      const pagesConfirmed = languageNamed(language, pages) !== null;
      const confirmed = isEnglish ? null : confirmedVersions(catalogue, confirmation, pages);
      const letters = confirmed === null ? [] : await listLetters(tools)(language);
      const unread = letters.filter(({ id, version }) => version !== confirmed?.[id]).map(({ id }) => id);
      const sent = isEnglish || confirmed !== null;
      return { language, name, isEnglish, sent, pagesConfirmed, confirmation, unread };
    }),
  );

/** Records that a speaker has read the language as it stands; `changed-meanwhile` where a letter was saved since the page was shown. Throws NotFound. */
export const confirmLanguage =
  (tools: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (
    viewer: Viewer,
    given: {
      readonly language: string;
      readonly speaker: string;
      readonly versions: Readonly<Record<string, number>>;
    },
  ): Promise<'confirmed' | 'changed-meanwhile'> => {
    const { store, clock, newId } = tools;
    const catalogue = catalogueNamed(given.language);
    const { language } = catalogue;
    const letters = await listLetters(tools)(language);
    if (letters.some(({ id, version }) => given.versions[id] !== version)) return 'changed-meanwhile';
    const number = ((await store.languageConfirmations.latest(language))?.number ?? 0) + 1;
    const at = clock.now();
    const versions = Object.fromEntries(letterIds.map((id) => [id, given.versions[id] ?? 0])) as Record<
      LetterId,
      number
    >;
    const confirmation = { language, number, speaker: given.speaker, by: viewer.staffId, at, versions };
    const added = await store.languageConfirmations.insert(
      { ...confirmation, frame: frameWords(catalogue) },
      {
        id: newId(),
        at,
        actor: { kind: 'staff', id: viewer.staffId },
        act: 'language.confirmed',
        subject: `language:${language}:${number}`,
      },
    );
    return added ? 'confirmed' : 'changed-meanwhile';
  };
