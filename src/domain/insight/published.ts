// How does a figure leave the pages, as JSON and as lines of a file?
// What the team sees goes as it is. For leaders this is the last gate (requirement Q13): whatever is a whole number counts people and
// goes to the nearest five, hidden under eight, unless its name stands among those that count nobody; a share goes to whole per cents,
// since `0.8607594…` is 68 of 79 and nothing else. So a figure that is added later is protected before anybody thinks of it.
import { disclosed, type Audience } from '../statistics/disclosure.js';

export type Json = null | string | number | boolean | readonly Json[] | { readonly [name: string]: Json };

/** Whole numbers under these names count nobody. */
const countNobody = new Set(
  (
    'year years leavers from to at month months version target revision rank order place level event cohort k ' +
    // Of guesses: per cents, and points.
    'median off'
  ).split(' '),
);
/** From −1 to 1 under these names; both ends are whole numbers. */
const areShares = new Set(
  (
    'share heard low high staying hazard error indicator partial open difference slope expected rate bounds benchmark ' +
    'value weight own probability score forecast p q alpha'
  ).split(' '),
);
/** As many people as answers of unequal weight are worth. */
const worthPeople = new Set(['effective']);

/** Whether a number under the name counts people, or what they are worth. */
export const countsPeople = (name: string): boolean => !countNobody.has(name) && !areShares.has(name);

function numberFor(name: string, value: number): number | null {
  if (!Number.isFinite(value)) return null;
  if (!Number.isInteger(value) && !worthPeople.has(name)) return Math.round(value * 100) / 100;
  if (countNobody.has(name) || (areShares.has(name) && Math.abs(value) <= 1)) return value;
  const shown = disclosed(Math.round(Math.abs(value)));
  return shown === null ? null : Math.sign(value) * shown + 0;
}

const isSchool = (value: object): value is { readonly id: string; readonly name: string } =>
  'urn' in value && 'laestab' in value && 'name' in value;

function formOf(name: string, value: unknown, exact: 'all' | ReadonlySet<string>): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return exact === 'all' || exact.has(name) ? value : numberFor(name, value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return (value as readonly unknown[]).map((each) => formOf(name, each, exact) ?? null);
  if (typeof value !== 'object') return undefined;
  if (isSchool(value)) return { id: value.id, name: value.name };
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, unknown>>).flatMap(([key, each]) => {
      const form = formOf(key, each, exact);
      return form === undefined ? [] : [[key, form] as const];
    }),
  );
}

/** The figure as the audience may have it; schools by id and name. Counts under the names of `exact` stay as they are. */
export const published = (figure: object, audience: Audience, exact: readonly string[] = []): Json =>
  formOf('', figure, audience === 'team' ? 'all' : new Set(exact)) ?? null;

/** What tells the elements of a list apart, in this order. */
const tellApart = [
  ...['id', 'measure', 'cohortId', 'group', 'name', 'station', 'from', 'to', 'who', 'cell', 'kind', 'code', 'reason'],
  ...['key', 'role', 'opening', 'provider', 'subject', 'leavers', 'year', 'month'],
];

function labelOf(element: Json, place: number): string {
  if (element === null || typeof element !== 'object' || Array.isArray(element)) return String(place + 1);
  const fields = element as Readonly<Record<string, Json>>;
  const own = tellApart.flatMap((name) => {
    const value = fields[name];
    return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
  });
  const inside = ['school', 'wave'].flatMap((name) => {
    const part = fields[name];
    const id = part !== null && typeof part === 'object' && 'id' in part ? part['id'] : null;
    return typeof id === 'string' ? [id] : [];
  });
  return [...inside, ...own].join(' ') || String(place + 1);
}

/** One number, text or nothing of a figure, and where it stands in it: `measures / sustained / years / y13-2025 / own / share`. */
export interface PublishedCell {
  readonly at: string;
  readonly value: string | number | boolean | null;
}

/** Every cell of a published figure, in its order; the elements of lists by what they are about. */
export function cellsOf(form: Json, at: readonly string[] = []): readonly PublishedCell[] {
  if (form === null || typeof form !== 'object') return [{ at: at.join(' / '), value: form }];
  const parts: readonly (readonly [string, Json])[] = Array.isArray(form)
    ? (form as readonly Json[]).map((each, place) => [labelOf(each, place), each])
    : Object.entries(form);
  return parts.flatMap(([name, each]) => cellsOf(each, [...at, name]));
}
