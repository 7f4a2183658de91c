// A form group of Year 13, 2026 in its last weeks at school, with its leaving form open: everybody in it is invented.
import type { Application, Tools } from '../../src/application/index.js';
import { openSeal } from '../../src/application/waves/sending/sealed.js';
import type { Alumnus } from '../../src/domain/alumni/alumnus.js';
import type { AlumnusId, SchoolId, StaffId } from '../../src/domain/alumni/ids.js';
import type { Viewer } from '../../src/domain/alumni/viewer.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import type { MessageId } from '../../src/domain/waves/message.js';
import type { Connection } from 'mongoose';
import { aLeaver, keepTrust } from './a-trust.js';

/** A day on which leaving forms are open. */
export const inJune = new Date('2026-06-15T09:00:00Z');
export const groupId = 'northgate.y13-2026.13a';

const northgate: readonly SchoolId[] = ['northgate' as SchoolId];

/** The tutor of 13A at Northgate. */
export const tutor: Viewer = {
  staffId: 'tutor-13a' as StaffId,
  role: 'tutor',
  schools: northgate,
  formGroups: ['13A'],
};

/** Somebody who is still at school: no address, no permission. */
export const aStudent = (n: number, given: Partial<Alumnus> = {}): Alumnus => ({
  ...aLeaver(n * 2), // even numbers are Northgate's
  formGroup: '13A',
  dateOfBirth: localDate('2008-02-27'),
  leftOn: localDate('2026-07-17'),
  contactPoints: [],
  permissions: [],
  ...given,
});

export const idOf = (n: number): AlumnusId => aStudent(n).id;

/** The question of a page of the form, whose answers are typed, ticked or buttons; empty where there is none. */
export const questionOn = (html: string): string =>
  /id="([a-z-]+)" (?:name="\1(?:-month)?"|role="group")/.exec(html)?.[1] ?? '';

/** Keeps the students and gives the code of their form, open until 26 June. */
export async function openGroup(
  tools: Tools,
  application: Application,
  students: readonly Alumnus[] = [aStudent(1), aStudent(2)],
): Promise<string> {
  await keepTrust(tools, students);
  const opened = await application.leaving.openLeavingForm(tutor, groupId, localDate('2026-06-26'));
  if (opened.kind !== 'opened') throw new Error(opened.why);
  const { form } = await application.leaving.showLeavingForm(tutor, groupId);
  return form?.code ?? '';
}

/** The code of the newest mail that was to confirm somebody's address, and where it went. */
export async function addressCode(
  tools: Tools,
  connection: Connection,
  alumnusId: AlumnusId,
): Promise<{ readonly code: string; readonly to: string; readonly sent: number }> {
  const messages = connection.collection<{ _id: string; seal: string; alumnusId: string; template: string }>(
    'messages',
  );
  const sent = await messages.find({ alumnusId, template: 'address-code' }).sort({ _id: -1 }).toArray();
  const [last] = sent;
  if (last === undefined) return { code: '', to: '', sent: 0 };
  const sealed = openSeal(tools.vault, last._id as MessageId, last.seal);
  return { code: sealed.fields?.['code'] ?? '', to: sealed.to?.address ?? '', sent: sent.length };
}
