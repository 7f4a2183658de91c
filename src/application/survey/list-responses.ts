// Who has answered, how far did they come, and when?
// Within the viewer's schools, filtered by wave, school, state and day; never what was answered, which stands on the
// person's page for those who may see it (requirement P5).
import type { SchoolId } from '../../domain/alumni/ids.js';
import { londonInstant } from '../../domain/calendar/london-time.js';
import type { LocalDate, LocalTime } from '../../domain/calendar/local-date.js';
import type { Alumnus, School } from '../../domain/alumni/alumnus.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import type { ModuleRef } from '../../domain/survey/modules.js';
import type { ResponseState } from '../../domain/survey/response.js';
import type { Wave, WaveId } from '../../domain/waves/wave.js';
import type { StoredResponse } from '../../store/index.js';
import type { Tools } from '../tools.js';

/** Which responses, and from where on. */
export interface ResponseQuery {
  readonly waveId?: WaveId;
  readonly schoolId?: SchoolId;
  readonly state?: ResponseState;
  /** Saved on or after this day. */
  readonly since?: LocalDate;
  readonly before?: Date;
}

/** A response in one line; nothing that is sealed. */
export interface ListedResponse {
  readonly alumnusId: StoredResponse['alumnusId'];
  readonly name: string;
  readonly school: string;
  readonly wave: string;
  /** Optional modules that they were asked beside the wave's questionnaire. */
  readonly modules: readonly ModuleRef[];
  readonly state: ResponseState;
  readonly passed: number;
  readonly startedAt: Date;
  readonly savedAt: Date;
  readonly submittedAt: Date | null;
  /** How often answers were sent; more than one means corrections. */
  readonly sent: number;
  /** Somebody helped them to answer what was sent last (Y13). */
  readonly helped: boolean;
}

/** A page of them. */
export interface ResponseList {
  readonly rows: readonly ListedResponse[];
  /** Where the next page begins; null at the end. */
  readonly next: Date | null;
  readonly waves: readonly Wave[];
  readonly schools: readonly School[];
}

const rowsOnPage = 50;
const wavesOffered = 50;

const nameOf = (alumnus: Alumnus | undefined): string =>
  alumnus === undefined
    ? 'Somebody no longer kept'
    : `${alumnus.name.toUse ?? alumnus.name.given} ${alumnus.name.family}`;

/** A page of responses. */
export const listResponses =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, { since, ...query }: ResponseQuery): Promise<ResponseList> => {
    const [found, waves, schools] = await Promise.all([
      store.responses.page(viewer.schools, {
        ...query,
        ...(since === undefined ? {} : { since: londonInstant(since, '00:00' as LocalTime) }),
        limit: rowsOnPage + 1,
      }),
      store.waves.list(viewer.schools, wavesOffered),
      store.schools.all(),
    ]);
    const rows = found.slice(0, rowsOnPage);
    const [people, invitations] = await Promise.all([
      store.alumni.findMany(rows.map((row) => row.alumnusId)),
      store.invitations.findMany(rows.map((row) => row.id)),
    ]);
    const titles = new Map(waves.map((wave) => [wave.id, wave.title]));
    const names = new Map(schools.map((school) => [school.id, school.name]));
    return {
      rows: rows.map((row) => ({
        alumnusId: row.alumnusId,
        name: nameOf(people.get(row.alumnusId)),
        school: names.get(row.schoolId) ?? row.schoolId,
        wave: titles.get(row.waveId) ?? row.waveId,
        modules: invitations.get(row.id)?.modules ?? [],
        state: row.state,
        passed: row.passed,
        startedAt: row.startedAt,
        savedAt: row.savedAt,
        submittedAt: row.submittedAt ?? null,
        sent: row.submissions.length,
        helped: row.submissions.at(-1)?.helped === true,
      })),
      next: found.length > rowsOnPage ? (rows.at(-1)?.savedAt ?? null) : null,
      waves,
      schools: schools.filter((school) => covers(viewer.schools, school.id)),
    };
  };
