// What will somebody read?
// The real words for a real person of the viewer's schools, written by what writes the mail itself. The link in it opens
// nothing: a link is minted only when a message is queued (decision R3).
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { letterFor } from '../../domain/waves/letters/letter-for.js';
import { mailStepKinds, type Step, type Wave, type WaveId } from '../../domain/waves/wave.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { candidateBatches, judge } from './audience.js';
import { letterRef, type LetterBook } from './letters/letter-book.js';
import { letterWords } from './sending/write-mail.js';

/** A message as it would look. */
export interface MailPreview {
  readonly wave: Wave;
  readonly step: Step;
  readonly to: { readonly name: string; readonly address: string } | null;
  readonly subject: string;
  readonly text: string;
}

/** The mail of one step for the first person who would get it; `to` is null where there is none. Throws NotFound. */
export const previewMail =
  (tools: Pick<Tools, 'store' | 'signer' | 'settings'> & { readonly book: LetterBook }) =>
  async (viewer: Viewer, waveId: string, stepId: string): Promise<MailPreview> => {
    const { store, settings, book } = tools;
    const wave = await store.waves.find(viewer.schools, waveId as WaveId);
    const step = wave?.steps.find((each) => each.id === stepId);
    const kind = mailStepKinds.find((each) => each === step?.kind);
    if (wave === null || step === undefined || kind === undefined) throw new NotFound();
    const schools = await store.schools.all();
    const theirs = wave.schoolIds.filter((school) => covers(viewer.schools, school));
    for await (const batch of candidateBatches(tools, { ...wave, schoolIds: theirs }, '', 50)) {
      for (const { person, verdict } of await judge(tools, wave, batch)) {
        if (verdict.kind === 'excluded') continue;
        const school = schools.find((each) => each.id === person.schoolId);
        const invitation = { state: 'invited' } as const;
        const id = letterFor({ id: step.id, kind }, invitation, { wave, points: person.contactPoints });
        const letter = letterRef(await book.versionsOf(wave), id);
        const { subject, text } = letterWords(settings, {
          ...{ form: await book.formOf(letter), language: letter.language },
          ...{ person, school, closesOn: wave.closesOn, token: 'example' },
        });
        const name = `${person.name.toUse ?? person.name.given} ${person.name.family}`;
        return { wave, step, to: { name, address: verdict.address.value }, subject, text };
      }
    }
    return { wave, step, to: null, subject: '', text: '' };
  };
