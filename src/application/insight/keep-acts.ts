// How does somebody add to, or change, what staff keep on the pages of Insight?
// One story for all kinds: within their schools, over the version that was looked at, one write with its audit intent; whoever comes
// second is told and writes nothing (requirement F7).
import type { SchoolScope } from '../../domain/alumni/alumnus.js';
import type { AuditIntent } from '../../domain/alumni/audit.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import type { Kept, Place } from '../../domain/insight/kept-change.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';

/** `meanwhile`: somebody else changed it since the page was opened. */
export type KeptDealt<Why extends string> =
  | { readonly kind: 'changed'; readonly id: string }
  | { readonly kind: 'refused'; readonly why: Why | 'not-yours' | 'meanwhile' };

interface KeptStore<T extends Kept> {
  readonly insert: (kept: T, audit: AuditIntent) => Promise<boolean>;
  readonly find: (scope: SchoolScope, id: string) => Promise<T | null>;
  readonly replace: (next: T, audit: AuditIntent, but?: readonly (keyof T)[]) => Promise<boolean>;
}

/** Whether somebody may write about the place: their own schools; the trust where they see every school. */
export const mayWriteOf = ({ schools }: Pick<Viewer, 'schools'>, place: Place): boolean =>
  covers(schools, place === 'trust' ? null : place);

type Needs = Pick<Tools, 'store' | 'clock' | 'newId'>;

function auditOf({ clock, newId }: Needs, viewer: Viewer, kind: string, { id, steps }: Kept): AuditIntent {
  const actor = { kind: 'staff', id: viewer.staffId } as const;
  return {
    id: newId(),
    at: clock.now(),
    actor,
    act: `${kind}.${steps.at(-1)?.act ?? 'changed'}`,
    subject: `${kind}:${id}`,
  };
}

/** Keeps something new about a place of the trust that is the viewer's. */
export async function addKept<T extends Kept>(
  tools: Needs,
  viewer: Viewer,
  { kind, into }: { readonly kind: string; readonly into: KeptStore<T> },
  fresh: T,
): Promise<KeptDealt<never>> {
  const known = fresh.place === 'trust' || (await tools.store.schools.all()).some(({ id }) => id === fresh.place);
  if (!known || !mayWriteOf(viewer, fresh.place)) return { kind: 'refused', why: 'not-yours' };
  await into.insert(fresh, auditOf(tools, viewer, kind, fresh));
  return { kind: 'changed', id: fresh.id };
}

/** Changes what is kept, over the version that was looked at. Throws NotFound outside the viewer's schools. */
export async function changeKept<T extends Kept, Why extends string>(
  tools: Needs,
  viewer: Viewer,
  { kind, into, but = [] }: { readonly kind: string; readonly into: KeptStore<T>; readonly but?: readonly (keyof T)[] },
  { id, version }: { readonly id: string; readonly version: number },
  change: (held: T) => { readonly kind: 'changed'; readonly next: T } | { readonly kind: 'refused'; readonly why: Why },
): Promise<KeptDealt<Why>> {
  const held = await into.find(viewer.schools, id);
  if (held === null) throw new NotFound();
  if (!mayWriteOf(viewer, held.place)) return { kind: 'refused', why: 'not-yours' };
  if (held.version !== version) return { kind: 'refused', why: 'meanwhile' };
  const changed = change(held);
  if (changed.kind === 'refused') return changed;
  const written = await into.replace(changed.next, auditOf(tools, viewer, kind, changed.next), but);
  return written ? { kind: 'changed', id } : { kind: 'refused', why: 'meanwhile' };
}
