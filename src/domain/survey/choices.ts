// What may somebody change about how we reach them, and what does each change make of the person (feature 34)?
// Addresses and whose they are (Y2), the name to use (Y4), how often, and what they allow (grants.ts). Each change is made by
// the person themselves behind their link; what is the same already changes nothing.
import type { Alumnus, ContactOwner, ContactPoint } from '../alumni/alumnus.js';
import { grantOn, grantPurposes, withGrant, type GrantPurpose } from '../alumni/grants.js';
import { withContact, type HeardContact } from '../alumni/contact-point.js';
import type { LocalDate } from '../calendar/local-date.js';

/** One thing that somebody changes. */
export type Change =
  | { readonly kind: 'add'; readonly contact: HeardContact & { readonly owner: ContactOwner } }
  | { readonly kind: 'owner'; readonly number: number; readonly owner: 'self' | 'parent' | 'shared' }
  | { readonly kind: 'stop-using'; readonly number: number }
  | { readonly kind: 'name'; readonly toUse: string }
  | { readonly kind: 'as-usual' }
  | {
      readonly kind: 'allow';
      /** What is not named stays as it is. */
      readonly grants: Readonly<Partial<Record<GrantPurpose, boolean>>>;
      readonly evidence: string;
      readonly wording: string;
    };

/** The act that the audit names. */
export const actOf: Readonly<Record<Change['kind'], string>> = {
  add: 'contact.added-themselves',
  owner: 'contact.said-whose',
  'stop-using': 'contact.not-to-use',
  name: 'person.name-to-use',
  'as-usual': 'contact.as-usual',
  allow: 'person.allowed',
};

const atPoint = (
  { contactPoints }: Alumnus,
  number: number,
  change: (point: ContactPoint) => ContactPoint,
): readonly ContactPoint[] => contactPoints.map((point) => (point.number === number ? change(point) : point));

/** Who said whose else it is takes the confirmation back: it was their word that it rested on. */
const withOwner = (point: ContactPoint, owner: ContactOwner): ContactPoint => {
  if (owner === 'self') return { ...point, owner };
  const { confirmedOn: _taken, ...rest } = point;
  return { ...rest, owner };
};

/** An address given again after it was to be used no more is to be used. */
const wanted = (points: readonly ContactPoint[], { kind, value, owner }: HeardContact): readonly ContactPoint[] =>
  points.map((point) =>
    point.kind === kind && point.value === value && point.state === 'stopped'
      ? { ...withOwner(point, owner ?? point.owner), state: 'usable' }
      : point,
  );

function changed(person: Alumnus, change: Change, on: LocalDate): Alumnus {
  switch (change.kind) {
    case 'add':
      return {
        ...person,
        contactPoints: wanted(withContact(person.contactPoints, change.contact, on), change.contact),
      };
    case 'owner':
      return { ...person, contactPoints: atPoint(person, change.number, (point) => withOwner(point, change.owner)) };
    case 'stop-using':
      return { ...person, contactPoints: atPoint(person, change.number, (point) => ({ ...point, state: 'stopped' })) };
    case 'name': {
      const { given, family } = person.name;
      const { toUse } = change;
      return { ...person, name: { given, family, ...(toUse !== '' && toUse !== given && { toUse }) } };
    }
    case 'as-usual': {
      const { onceAYearSince: _before, ...rest } = person;
      return rest;
    }
    case 'allow': {
      const { grants, ...said } = change;
      const permissions = grantPurposes.reduce((granted, purpose) => {
        const given = grants[purpose];
        return given === undefined
          ? granted
          : withGrant({ ...person, permissions: granted }, { ...said, purpose, given, on });
      }, person.permissions);
      return { ...person, permissions };
    }
  }
}

/** The person after the change, with the next revision; null when it changes nothing. */
export function withChange(person: Alumnus, change: Change, on: LocalDate): Alumnus | null {
  const next = changed(person, change, on);
  return JSON.stringify(next) === JSON.stringify(person) ? null : { ...next, revision: person.revision + 1 };
}

/** What they allow on the day. */
export const allowedOn = ({ permissions }: Pick<Alumnus, 'permissions'>, on: LocalDate): readonly GrantPurpose[] =>
  grantPurposes.filter((purpose) => grantOn(permissions, purpose, on) !== undefined);
