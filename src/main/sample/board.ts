// What the demonstration's board of barriers, log of what was done and log of careers provision begin with: one invented thing each, and
// each says so. The figures beside them are counted like any others.
import type { Application, Tools } from '../../application/index.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { addDays } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { summerOfSample } from '../sample-trust.js';
import { sampleSchools } from './names.js';

const mark = 'sample-board';

/** Writes them down once; what somebody changed since stays. */
export async function fillSampleBoard(
  tools: Pick<Tools, 'store' | 'clock'>,
  { insight }: Pick<Application, 'insight'>,
  viewer: Viewer,
): Promise<void> {
  const { store, clock } = tools;
  if ((await store.settings.get(mark)) !== null) return;
  const reviewer = (await store.staff.list('every-school')).find(({ role }) => role === 'reviewer');
  const writer: Viewer = { ...viewer, staffId: reviewer?.id ?? viewer.staffId };
  const [summer, today] = [await summerOfSample(tools), londonDate(clock.now())];
  const card = await insight.noticeBarrier(writer, {
    place: 'trust',
    title: 'The last bus home leaves before evening classes end (invented)',
    hint: 'Invented for the demonstration: several tutors heard that students turned college courses down because of it.',
  });
  if (card.kind === 'changed') {
    const found =
      'Invented: of thirty who were asked in general, nineteen said that the timetable decides where they apply.';
    await insight.changeBarrier(writer, {
      id: card.id,
      version: 1,
      act: { kind: 'evidence', words: found, holds: true },
    });
  }
  await insight.logIntervention(writer, {
    ...{
      place: 'trust',
      title: 'A call in the second week (invented)',
      forWhom: 'Everybody who has begun somewhere new',
    },
    what: 'Invented for the demonstration: somebody from school rings in the second week and asks how it goes.',
    ...{ stage: 'y13', measure: 'sustained', first: sampleSchools[0].id, from: summer - 1, drawn: true },
  });
  await insight.logProvision(writer, {
    ...{
      place: 'trust',
      stage: 'y13',
      kind: 'added',
      what: 'Talks by former students in their first year away (invented)',
    },
    ...{ yearGroups: ['y9', 'y10'], from: today, because: 'other', reviewOn: addDays(today, 365) },
    why: 'Invented for the demonstration: former students asked for it.',
  });
  await store.settings.set(mark, String(summer)); // last, so that a start that was cut off is finished
}
