// How those who guess are called.
import type { GuessRole } from '../domain/insight/guess-sheet.js';

export const roleWords: Readonly<Record<GuessRole, { readonly one: string; readonly many: string }>> = {
  teacher: { one: 'I work at the school or the trust', many: 'Teachers and staff' },
  parent: { one: 'I am a parent or carer', many: 'Parents and carers' },
  student: { one: 'I am a student', many: 'Students' },
  other: { one: 'Somebody else', many: 'Others' },
};
