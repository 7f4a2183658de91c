// How long do former students of a school or the trust stay where they began, in which months do they leave, and at which places?
import type { CohortId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { stayKinds, type StayKind } from '../../domain/destinations/stay.js';
import { stayingBy, stayingOf, staysIn, type Staying } from '../../domain/insight/retention.js';
import { nameLists, subjectGroupName } from '../../reference/index.js';
import type { Tools } from '../tools.js';
import { cohortsAsked, tableOf, type AsOf } from './tables-of.js';
import { whoseFigures, type AskedFigures, type WhoseFigures } from './whose-figures.js';

/** One provider or subject; `name` is null where it is on no list. */
export interface StayingPart {
  readonly name: string | null;
  readonly staying: Staying;
}

export interface ShownStaying extends WhoseFigures, AsOf {
  readonly over: readonly CohortId[];
  readonly kind: StayKind;
  readonly staying: Staying;
  /** Of studies alone. */
  readonly byProvider: readonly StayingPart[];
  readonly bySubject: readonly StayingPart[];
}

/** The curve of a kind, and by place and subject. Throws NotFound for a school outside the viewer's. */
export const showStaying =
  ({ store }: Pick<Tools, 'store'>) =>
  async (
    viewer: Viewer,
    asked: AskedFigures & { readonly cohort?: string | undefined; readonly kind?: string | undefined },
  ): Promise<ShownStaying> => {
    const whose = await whoseFigures({ store }, viewer, asked);
    const over = cohortsAsked(whose, asked.cohort);
    const kind = stayKinds.find((one) => one === asked.kind) ?? 'university';
    const { table, ...asOf } = await tableOf({ store }, 'stays', whose, over);
    const stays = staysIn(table, kind);
    const studies = kind === 'university' || kind === 'further-education';
    const parts = (by: 'provider' | 'subject', nameOf: (code: string) => string | null): readonly StayingPart[] =>
      studies ? stayingBy(stays, by, whose.audience).map(({ name, staying }) => ({ name: nameOf(name), staying })) : [];
    return {
      ...whose,
      ...asOf,
      ...{ over, kind, staying: stayingOf(stays, whose.audience) },
      byProvider: parts('provider', (ukprn) => nameLists.provider.find(ukprn)?.name ?? null),
      bySubject: parts('subject', subjectGroupName),
    };
  };
