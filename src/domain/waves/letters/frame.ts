// What stands around a letter in one language, and what makes a catalogue of letters in it?
import type { LetterId, LetterText, Run } from './letter.js';
import { filledIn, runsOf } from './markup.js';

/** What stands around every letter; staff cannot take it out. */
export interface Frame {
  /** Before what we have for somebody, above the two buttons; only where that may be said (Y2). */
  readonly held: string;
  /** The two buttons for somebody of whom something is known (M10). */
  readonly same: string;
  readonly changed: string;
  /** Above the link in plain. */
  readonly openLink: string;
  /** Why you, and how long the link works. */
  readonly why: readonly Run[];
  /** In place of that on a mail that asks for nothing. */
  readonly once: readonly Run[];
  readonly stop: string;
  readonly stopByReply: string;
  /** Where there is no link to stop by. */
  readonly stopOnlyByReply: string;
  readonly privacy: string;
  /** The words of it that somebody reads, for counting. */
  readonly wordsOf: (withLink: boolean) => readonly string[];
}

export interface LetterCatalogue {
  /** BCP 47, for `lang`. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** Its name in English, for staff. */
  readonly name: string;
  /** Who read every word of it as a speaker of the language, and when; null until somebody has. */
  readonly confirmed: { readonly by: string; readonly on: string } | null;
  readonly frame: Frame;
  readonly letters: Readonly<Record<LetterId, LetterText>>;
}

interface FrameWords extends Omit<Frame, 'why' | 'once' | 'wordsOf'> {
  readonly why: string;
  readonly once: string;
}

/** The frame of these sentences; `why` and `once` may hold variables. */
export const frameOf = (words: FrameWords): Frame => {
  const why = runsOf(words.why);
  const once = runsOf(words.once);
  const values = { closes: 'Sunday 6 December', school: 'Northgate Academy', trust: 'Larkfield Trust', name: 'Avery' };
  return {
    ...words,
    why,
    once,
    wordsOf: (withLink) =>
      withLink
        ? [
            words.same,
            words.changed,
            words.openLink,
            'link',
            filledIn(why, values),
            words.stop,
            words.stopByReply,
            words.privacy,
          ]
        : [filledIn(once, values), words.stopOnlyByReply, words.privacy],
  };
};
