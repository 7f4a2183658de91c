// A running wave with people who can answer: the documents that planning, freezing and sending leave behind, with a link
// for each message. Names and addresses are invented.
import type { Tools } from '../../src/application/index.js';
import type { Alumnus } from '../../src/domain/alumni/alumnus.js';
import type { AlumnusId, CohortId, SchoolId, StaffId } from '../../src/domain/alumni/ids.js';
import { localDate, type LocalTime } from '../../src/domain/calendar/local-date.js';
import { invitationId, type InvitationId } from '../../src/domain/waves/invitation.js';
import { messageId, type MessageId } from '../../src/domain/waves/message.js';
import type { QuestionnaireRef, Wave, WaveId } from '../../src/domain/waves/wave.js';
import { mintLink, tokenOf } from '../../src/security/index.js';

const schoolId = 'northgate' as SchoolId;
const cohortId = 'y13-2026' as CohortId;
export const waveId = 'w1' as WaveId;

export interface Invited {
  readonly alumnusId: AlumnusId;
  readonly invitationId: InvitationId;
  /** Token of the invitation's link, as it stands after `/s/`. */
  readonly token: string;
}

const anAlumnus = (given: Partial<Alumnus> & Pick<Alumnus, 'id'>): Alumnus => ({
  schoolId,
  cohortId,
  name: { given: 'Avery', family: 'Testperson' },
  dateOfBirth: localDate('2008-02-29'),
  leftOn: localDate('2026-07-17'),
  state: 'usual',
  contactPoints: [
    {
      number: 1,
      kind: 'email',
      value: `${given.id}@example.org`,
      owner: 'self',
      state: 'usable',
      addedOn: localDate('2026-07-01'),
    },
  ],
  permissions: [
    {
      purpose: 'destination-survey',
      basis: 'public-task',
      evidence: 'Leaving notice',
      recordedOn: localDate('2026-07-01'),
      wording: 'notice 1',
    },
  ],
  revision: 1,
  ...given,
});

/** The school and a running wave that takes answers until 30 November 2026. */
export async function openWave({ store }: Tools, given: Partial<Wave> = {}): Promise<Wave> {
  await store.schools.save({
    id: schoolId,
    name: 'Northgate Academy (invented)',
    urn: '900001',
    laestab: '9994001',
    joinedTrustOn: localDate('2020-09-01'),
  });
  const wave: Wave = {
    id: waveId,
    title: 'Y13 2026 arrival check',
    cohortId,
    schoolIds: [schoolId],
    questionnaire: { name: 'destination-check', version: 1 },
    steps: [{ id: 'i', kind: 'invitation', on: localDate('2026-11-03'), at: '09:00' as LocalTime }],
    closesOn: localDate('2026-11-30'),
    state: 'running',
    createdBy: 'tester' as StaffId,
    revision: 1,
    ...given,
  };
  await store.waves.insert(wave, new Date('2026-11-01T09:00:00Z'), []);
  return wave;
}

/** Somebody in the wave, with an invitation and the message that carries their link. */
export async function invite(
  tools: Tools,
  id: string,
  given: Partial<Alumnus> = {},
  questionnaire: QuestionnaireRef = { name: 'destination-check', version: 1 },
): Promise<Invited> {
  const { store } = tools;
  const alumnus = anAlumnus({ id: id as AlumnusId, ...given });
  await store.alumni.writeRows([{ row: `${id}:1`, kind: 'new', alumnus, recordDue: false }]);
  const invitation = invitationId(waveId, alumnus.id);
  await store.invitations.insertNew([
    {
      id: invitation,
      waveId,
      alumnusId: alumnus.id,
      schoolId: alumnus.schoolId,
      cohortId: alumnus.cohortId,
      questionnaire,
      state: 'invited',
      addressNumber: 1,
    },
  ]);
  return { alumnusId: alumnus.id, invitationId: invitation, token: await mailLink(tools, alumnus.id) };
}

/** One more message of the invitation, accepted by the relay, with a link of its own. */
async function mailLink({ store, clock }: Tools, alumnusId: AlumnusId): Promise<string> {
  const link = mintLink();
  const id: MessageId = messageId(waveId, alumnusId, 'i', 1);
  await store.messages.insertNew(
    [
      {
        id,
        kind: 'survey',
        state: 'accepted',
        template: 'invitation',
        waveId,
        alumnusId,
        invitationId: invitationId(waveId, alumnusId),
        stepId: 'i',
        addressNumber: 1,
        schoolId,
        dueAt: clock.now(),
        expiresAt: new Date('2026-12-14T00:00:00Z'),
        hash: link.hash,
      },
    ],
    clock.now(),
  );
  return tokenOf(id, link.secret);
}
