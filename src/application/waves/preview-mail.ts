// What will somebody read at a step, by where they stand then?
// The real words for a real person of the viewer's schools, written by what writes the mail itself. The link in it opens
// nothing: a link is minted only when a message is queued (decision R3).
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { stepMoment } from '../../domain/waves/due-messages.js';
import { lettersOf } from '../../domain/waves/letters/letter-for.js';
import type { LetterId, LetterRef } from '../../domain/waves/letters/letter.js';
import { funnelOf } from '../../domain/waves/progress.js';
import type { Step, Wave, WaveId } from '../../domain/waves/wave.js';
import type { ComposedMail } from '../../mail/index.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { judge, judgedBatches, type Judged } from './audience.js';
import { inventedPerson, letterRef, type LetterBook } from './letters/letter-book.js';
import { buildsOnKnown, heldInMail, type HeldInMail } from './sending/held-in-mail.js';
import { letterWords } from './sending/write-mail.js';

/** A message as it would look. */
export interface MailPreview {
  readonly wave: Wave;
  readonly step: Step;
  /** Whether mail of the step has left, is still to, or should have on an earlier day. */
  readonly stand: 'to-come' | 'left' | 'was-due';
  readonly to: { readonly id: AlumnusId; readonly name: string; readonly address: string } | null;
  /** Which letter of the step it is, in which version, and which others it has. */
  readonly letter: LetterRef;
  readonly letters: readonly LetterId[];
  readonly mail: ComposedMail;
}

interface Found {
  readonly person: Alumnus;
  readonly address: string;
}

/** One person by id, or the first after another. */
interface Whom {
  readonly person?: AlumnusId;
  readonly after?: string;
}

/**
 * A letter of one step, the first unless one is named, for the person named, or the first who would get mail; for somebody invented, with
 * `to` null, where there is none. Throws NotFound.
 */
export const previewMail =
  (tools: Pick<Tools, 'store' | 'signer' | 'settings' | 'clock'> & { readonly book: LetterBook }) =>
  async (viewer: Viewer, waveId: string, stepId: string, wanted?: string, whom: Whom = {}): Promise<MailPreview> => {
    const { store, settings, clock, book } = tools;
    const wave = await store.waves.find(viewer.schools, waveId as WaveId);
    const step = wave?.steps.find((each) => each.id === stepId);
    if (wave === null || step === undefined) throw new NotFound();
    const letters = lettersOf(step, wave);
    const id = wanted === undefined ? letters[0] : letters.find((each) => each === wanted);
    if (id === undefined) throw new NotFound();
    const found = await firstWrittenTo(tools, viewer, wave, whom);
    const letter = letterRef(await book.versionsOf(wave), id, wave, found?.person);
    const person = found?.person ?? inventedPerson;
    const schools = await store.schools.all();
    const school = schools.find((each) => each.id === (found?.person.schoolId ?? wave.schoolIds[0]));
    const { answers, held } = await heldFor(tools, { wave, step, letter: id, found });
    const mail = letterWords(settings, {
      ...{ form: await book.formOf(letter, { answers }), language: letter.language },
      ...(held !== undefined && { held }),
      ...{ person, school, closesOn: wave.closesOn, token: 'example' },
    });
    const { given, toUse, family } = person.name;
    const to =
      found === null ? null : { id: found.person.id, name: `${toUse ?? given} ${family}`, address: found.address };
    return { wave, step, stand: standOf(wave, step, clock.now()), to, letter, letters, mail };
  };

function standOf({ progress }: Wave, step: Step, now: Date): MailPreview['stand'] {
  const sent = funnelOf(progress?.schools ?? []).steps[step.id]?.['accepted'] ?? 0;
  return sent > 0 ? 'left' : step.on < londonDate(now) ? 'was-due' : 'to-come';
}

/** Which buttons the person would get at the step, as things stand today. */
async function heldFor(
  { store }: Pick<Tools, 'store'>,
  {
    wave,
    step,
    letter,
    found,
  }: { readonly wave: Wave; readonly step: Step; readonly letter: LetterId; readonly found: Found | null },
): Promise<HeldInMail> {
  if (found === null || !buildsOnKnown(wave)) return { answers: 'own' };
  const record = await store.destinationRecords.find('every-school', found.person.id);
  const address = found.person.contactPoints.find(({ kind, value }) => kind === 'email' && value === found.address);
  return heldInMail(letter, { dueAt: stepMoment(step), record: record ?? undefined, address });
}

async function firstWrittenTo(
  tools: Pick<Tools, 'store' | 'signer' | 'settings'>,
  viewer: Viewer,
  wave: Wave,
  whom: Whom,
): Promise<Found | null> {
  const theirs = wave.schoolIds.filter((school) => covers(viewer.schools, school));
  const from = { ...wave, schoolIds: theirs };
  const { person: id, after } = whom;
  for await (const batch of id === undefined ? judgedBatches(tools, from, after, 50) : named(tools, from, id)) {
    for (const { person, verdict } of batch) {
      if (verdict.kind === 'eligible') return { person, address: verdict.address.value };
    }
  }
  return null;
}

/** The person who is named, where they are of the wave's cohort and schools. */
async function* named(
  tools: Pick<Tools, 'store' | 'signer' | 'settings'>,
  wave: Wave,
  id: AlumnusId,
): AsyncGenerator<readonly Judged[]> {
  const person = await tools.store.alumni.find(wave.schoolIds, id);
  if (person?.cohortId === wave.cohortId) yield await judge(tools, wave, [person]);
}
