// Optional sets of questions of the bank, version 1. Published like questionnaires: a change is a new version beside it. What
// falls to people by lot (the factor blocks) is in none of them, so that nobody is asked the same twice.
import type { Page } from '../definition.js';
import { fromBank } from './bank.js';
import { inOneTap } from './returning.js';

const asked = (...ids: readonly string[]): readonly Page[] => fromBank(...ids).map(inOneTap);

/** Who helped, what the school did for them, and what it should do. */
export const schoolDidV1 = {
  name: 'what-school-did',
  version: 1,
  pages: asked('school-helped', 'who-helped', 'school-should'),
};

/** What those who work earn, in bands, and how happy they all are with what they do. */
export const workAndPayV1 = { name: 'work-and-pay', version: 1, pages: asked('earnings', 'satisfied') };

/** With whom they live, and whether they look after somebody. */
export const homeAndCaringV1 = { name: 'home-and-caring', version: 1, pages: asked('lives-with', 'looks-after') };

/** Whether the place is as they had been told, who told them, and what surprised them (RT-1, rule 2). */
export const asToldV1 = { name: 'as-told', version: 1, pages: asked('as-told', 'told-by', 'surprise-words') };

/** The first half of their postcode. */
export const whereTheyLiveV1 = { name: 'where-they-live', version: 1, pages: asked('lives-in') };
