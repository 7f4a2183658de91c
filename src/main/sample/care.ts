// Who looks after people in the demonstration: the invented reviewer, with the invented administrator behind; and "Useful now" as if
// they had looked at every link today; the ground on which sensitive questions are asked there; and what answers changed.
import type { Application, Tools } from '../../application/index.js';
import { sensitiveSetting } from '../../application/survey/sensitive-questions.js';
import { addDays, type LocalDate } from '../../domain/calendar/local-date.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { WhatChanged } from '../../domain/survey/what-changed.js';

/** The demonstration runs through years, back and ahead. */
const tenYears = 3_650;

const whatChanged = (today: LocalDate): WhatChanged => ({
  texts: {
    en: 'Leavers told us that they had not known how long the journey would be. Now Year 12 tries it out before they choose.',
    ar: 'أخبرنا خريجون أنهم لم يعرفوا كم يطول الطريق. الآن يجربه طلاب السنة 12 قبل أن يختاروا.',
  },
  since: addDays(today, -120),
  restsOn: 'Distance as a reason for leaving early, 2024 and 2025; the heads’ meeting in July (all invented)',
});

/** Names them once; what somebody changed since stays. */
export async function nameSampleCare(
  { store }: Pick<Tools, 'store'>,
  { care, survey }: Pick<Application, 'care' | 'survey'>,
  viewer: Viewer,
  today: LocalDate,
): Promise<void> {
  if ((await store.settings.get(sensitiveSetting)) === null) {
    const decidedBy = 'The trust’s board (invented)';
    const until = addDays(today, tenYears);
    await survey.decideSensitive(viewer, {
      condition: 'explicit-consent',
      decidedBy,
      decidedOn: addDays(today, -tenYears),
      until,
    });
  }
  if ((await store.settings.get('care')) !== null) return;
  const staff = await store.staff.list('every-school');
  const [looks, deputy] = (['reviewer', 'administrator'] as const).map((role) =>
    staff.find((each) => each.role === role),
  );
  if (looks === undefined || deputy === undefined) return;
  const people = { lead: looks.id, adultRoute: looks.id, deputy: deputy.id, helpOwner: looks.id };
  for (const { id } of await care.listUseful()) await care.changeUseful(viewer, { kind: 'checked', id });
  await care.sayWhatChanged(viewer, 'everyone', whatChanged(today));
  await care.changeCareSettings(viewer, { kind: 'people', school: null, people }); // last, so that a start that was cut off is finished
}
