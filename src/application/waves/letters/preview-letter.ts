// How would this letter look, saved or not, to somebody invented or to a real person?
// Written by what writes the mail itself. Real people are those of the viewer's schools only; the links open nothing: a link
// is minted only when a message is queued (decision R3).
import type { Alumnus, School } from '../../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../../domain/alumni/ids.js';
import { covers, type Viewer } from '../../../domain/alumni/viewer.js';
import { addDays } from '../../../domain/calendar/local-date.js';
import { londonDate } from '../../../domain/calendar/london-time.js';
import type { CheckedLetter } from '../../../domain/waves/letters/check-letter.js';
import type { LetterText } from '../../../domain/waves/letters/letter.js';
import type { ComposedMail } from '../../../mail/index.js';
import { NotFound } from '../../errors.js';
import type { Tools } from '../../tools.js';
import { letterWords } from '../sending/write-mail.js';
import { catalogueNamed, checkText, letterNamed, letterVersion } from './keep-letters.js';
import { formOf, inventedPerson } from './letter-book.js';

/** What is to be shown. */
export interface PreviewOrder {
  readonly letter: string;
  /** What somebody is writing, or a version. */
  readonly of: LetterText | number;
  /** A real person; somebody invented without. */
  readonly personId?: string;
  /** Of a catalogue; English without. */
  readonly language?: string;
  /** A line above the letter, from its figures. */
  readonly banner?: (checked: CheckedLetter, subject: string) => string;
}

/** The mail as it would be, and what the checks say. */
export interface LetterPreview {
  readonly mail: ComposedMail;
  readonly checked: CheckedLetter;
}

const daysOpen = 28;

/** The preview. Throws NotFound for a letter, version, language or person that the viewer has not. */
export const previewLetter =
  (tools: Pick<Tools, 'store' | 'settings' | 'clock'>) =>
  async (viewer: Viewer, order: PreviewOrder): Promise<LetterPreview> => {
    const { store, settings, clock } = tools;
    const id = letterNamed(order.letter);
    const catalogue = catalogueNamed(order.language);
    const { language } = catalogue;
    const text = typeof order.of === 'number' ? await letterVersion(tools, id, language, order.of) : order.of;
    const schools = (await store.schools.all()).filter((school) => covers(viewer.schools, school.id));
    let person: Pick<Alumnus, 'name'> = inventedPerson;
    let school: Pick<School, 'name'> | undefined = schools[0];
    if (order.personId !== undefined) {
      const found = await store.alumni.find(viewer.schools, order.personId as AlumnusId);
      if (found === null) throw new NotFound();
      person = found;
      school = schools.find((each) => each.id === found.schoolId);
    }
    const checked = checkText(tools)(id, text, catalogue);
    const banner = order.banner?.(checked, text.subject);
    const { subject, body } = text;
    const form = formOf(tools, { id, subject, body }, { language, ...(banner === undefined ? {} : { banner }) });
    const closesOn = addDays(londonDate(clock.now()), daysOpen);
    return { mail: letterWords(settings, { form, language, person, school, closesOn, token: 'example' }), checked };
  };
