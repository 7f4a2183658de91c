// "Send a test to myself": any letter of a wave's step to the address of whoever presses, as service mail (decision R6).
// It is about nobody real, so nothing that we hold leaves; it says that it is a test, and its links lead nowhere.
import type { Viewer } from '../../../domain/alumni/viewer.js';
import { lettersOf } from '../../../domain/waves/letters/letter-for.js';
import type { MessageId } from '../../../domain/waves/message.js';
import type { WaveId } from '../../../domain/waves/wave.js';
import { NotFound } from '../../errors.js';
import type { Tools } from '../../tools.js';
import { queueServiceLetter } from '../sending/service-letter.js';
import { letterRef, type LetterBook } from './letter-book.js';

const validMs = 3_600_000;

/** Queues the test and gives the address that it goes to. Throws NotFound. */
export const sendTest =
  (tools: Pick<Tools, 'store' | 'clock' | 'newId' | 'vault' | 'settings'> & { readonly book: LetterBook }) =>
  async (
    viewer: Viewer,
    { waveId, stepId, letter }: { readonly waveId: string; readonly stepId: string; readonly letter: string },
  ): Promise<string> => {
    const { store, clock, newId, settings, book } = tools;
    const [wave, member] = await Promise.all([
      store.waves.find(viewer.schools, waveId as WaveId),
      store.staff.find('every-school', viewer.staffId),
    ]);
    const step = wave?.steps.find(({ id }) => id === stepId);
    const id = wave === null || step === undefined ? undefined : lettersOf(step, wave).find((each) => each === letter);
    if (wave === null || id === undefined || member === null) throw new NotFound();
    const schools = await store.schools.all();
    await queueServiceLetter(tools, {
      id: `service:${newId()}` as MessageId,
      template: 'letter-test',
      to: { name: member.name, address: member.email },
      letter: {
        ...letterRef(await book.versionsOf(wave), id, wave),
        ...{ name: member.name, closesOn: wave.closesOn, isTest: true },
        school: schools.find((school) => wave.schoolIds.includes(school.id))?.name ?? settings.trustName,
      },
      expiresAt: new Date(clock.now().getTime() + validMs),
    });
    return member.email;
  };
