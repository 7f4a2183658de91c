// Which buttons a mail has, and whether it names what we hold: by letter, by address, and as it was before the day on which the
// mail was due, so that an attempt made again says the same (requirement E9).
import { describe, expect, it } from '@jest/globals';
import { buildsOnKnown, heldInMail } from '../../src/application/waves/sending/held-in-mail.js';
import type { ContactPoint } from '../../src/domain/alumni/alumnus.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { letterIds } from '../../src/domain/waves/letters/letter.js';
import { aClaim } from '../domain/destinations/a-claim.js';

const dueAt = new Date('2027-10-15T09:00:00Z');
const record = { claims: [aClaim({ course: 'Physics' })], decisions: [] };
const address: ContactPoint = {
  ...({ number: 1, kind: 'email', value: 'a@example.org', owner: 'self', state: 'usable' } as const),
  ...{ addedOn: localDate('2026-07-01'), confirmedOn: localDate('2026-11-03') },
};
const { confirmedOn: _day, ...unconfirmed } = address;
const about = { dueAt, record, address };
const shown = { answers: 'shown', held: 'University of Leeds, Physics' };

describe('the buttons of a mail', () => {
  it('are two in every letter that asks how things are going, of whoever has not begun', () => {
    expect(letterIds.filter((id) => heldInMail(id, about).answers !== 'own')).toEqual([
      ...['invitation', 'reminder', 'other-address', 'last'],
    ]);
  });

  it('stand below what we have only at an address that is confirmed as their own', () => {
    expect(heldInMail('invitation', about)).toEqual(shown);
    for (const other of [undefined, unconfirmed, { ...address, owner: 'shared' as const }]) {
      expect(heldInMail('invitation', { ...about, address: other })).toEqual({ answers: 'asked' });
    }
    const bySchool = { claims: [aClaim({ source: 'local-authority' })], decisions: [] };
    expect(heldInMail('invitation', { ...about, record: bySchool, address: unconfirmed })).toEqual({ answers: 'own' });
    expect(heldInMail('invitation', { ...about, record: undefined })).toEqual({ answers: 'own' });
  });

  it('are the same at every attempt, whatever became known or was confirmed since the day', () => {
    const later = aClaim({ id: 'w9:a:1:a', knownOn: '2027-10-15', provider: 'Aston University' });
    expect(heldInMail('invitation', { ...about, record: { ...record, claims: [...record.claims, later] } })).toEqual(
      shown,
    );
    const since = { ...address, confirmedOn: localDate('2027-10-15') };
    expect(heldInMail('invitation', { ...about, address: since })).toEqual({ answers: 'asked' });
  });
});

it('only waves whose questions start from what is known ask it', () => {
  const waves = [
    { name: 'yearly-check', version: 2 },
    { name: 'yearly-check', version: 1 },
    { name: 'no-such-check', version: 1 },
  ];
  expect(waves.map((questionnaire) => buildsOnKnown({ questionnaire }))).toEqual([true, false, false]);
});
