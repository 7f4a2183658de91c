// The OpenAPI document of the API, made of the very shapes that answers have (OpenAPI 3.1, whose schemas are JSON Schema).
import { z } from 'zod';
import { apiScopes } from '../../domain/alumni/api-key.js';
import { mostRows, perMinute, usualRows } from './limits.js';
import { figureFilters, figureNames } from '../../application/insight/figures.js';
import { figure, figureList, pageOf, person, plan, problem, record, spell, statement, verdict } from './schemas.js';

/** Every list of the API: its path, what it needs, and its rows. */
const lists = [
  { path: '/people', scope: 'people', row: person, name: 'People', words: 'Former students, in order of their ids' },
  { path: '/records', scope: 'records', row: record, name: 'Records', words: 'Destination records, one a person' },
  {
    path: '/spells',
    scope: 'spells',
    row: spell,
    name: 'Spells',
    words: 'Stretches of time, a page of people at a time',
  },
  { path: '/verdicts', scope: 'verdicts', row: verdict, name: 'Verdicts', words: 'Verdicts as of today, one a person' },
] as const;

const refersTo = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: object) => ({ 'application/json': { schema } });
const answer = (name: string) => ({ $ref: `#/components/responses/${name}` });
const refusals = {
  400: answer('BadRequest'),
  401: answer('NoKey'),
  403: answer('NotAllowed'),
  429: answer('TooMany'),
};
const refusal = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: refersTo('Problem') } },
});
const parameter = (name: string, description: string, schema: object) => ({ name, in: 'query', description, schema });

const listParameters = [
  parameter('cohort', 'Only this cohort', { type: 'string', examples: ['y13-2026'] }),
  parameter('school', 'Only this school, by its short name', { type: 'string' }),
  parameter('cursor', '`next` of the page before; with the same cohort and school', { type: 'string' }),
  parameter('limit', 'People a page', { type: 'integer', minimum: 1, maximum: mostRows, default: usualRows }),
];

/** The schemas by name, each once; references point at the components. */
function schemas(): Readonly<Record<string, object>> {
  const registry = z.registry<{ id: string }>();
  const parts = { Person: person, Plan: plan, Statement: statement, Spell: spell, Record: record, Verdict: verdict };
  for (const [id, schema] of Object.entries({ ...parts, Figure: figure, FigureList: figureList, Problem: problem }))
    registry.add(schema, { id });
  for (const { name, row } of lists) registry.add(pageOf(row), { id: `PageOf${name}` });
  const made = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([name, { $schema: _s, $id: _i, id: _n, ...schema }]) => [name, schema]),
  );
}

const figureWords: Readonly<Record<string, string>> = {
  school: 'One school, by its short name; empty: the trust',
  stage: 'y11 or y13',
  cohort: 'One cohort; the last three where not given',
  group: 'One group of people; of official figures as `groups` of the answer has its code',
  outcome: 'For clock: sustained, progressed, year-11, third, fifth or own; the first that is known where not given',
  from: 'For clock: joining or special-measures',
  beside: 'For clock: england, authority, chosen or nothing',
  place: 'For fit: one place, by its UKPRN',
  pack: 'For fit with a place: the number of one of its partnership packs',
  sheet: 'For guesses: one sheet, by its id',
  chosen: 'For clock beside chosen: URNs or DfE numbers, with commas between them',
};

const figurePaths = {
  '/insight': {
    get: {
      operationId: 'listFigures',
      summary: 'The figures of the pages of Insight',
      description: 'Needs a key that may read `figures`.',
      responses: { 200: { description: 'Which there are', content: json(refersTo('FigureList')) }, ...refusals },
    },
  },
  '/insight/{name}': {
    get: {
      operationId: 'getFigure',
      summary: 'One figure, as its page shows it to leaders',
      description: 'Needs a key that may read `figures`. A filter that the figure does not know is refused.',
      parameters: [
        { name: 'name', in: 'path', required: true, schema: { type: 'string', enum: figureNames } },
        ...figureFilters.map((filter) => parameter(filter, figureWords[filter] ?? `One ${filter}`, { type: 'string' })),
        parameter('format', 'csv: a line a number', { type: 'string', enum: ['json', 'csv'], default: 'json' }),
      ],
      responses: {
        200: {
          description: 'The figure',
          content: { ...json(refersTo('Figure')), 'text/csv': { schema: { type: 'string' } } },
        },
        404: answer('NotFound'),
        ...refusals,
      },
    },
  },
};

/** The document; `baseUrl` without a slash at the end. */
export const apiDocument = (baseUrl: string, trustName: string) => ({
  openapi: '3.1.0',
  info: {
    title: `Onward API of ${trustName}`,
    version: '1.0.0',
    description:
      'Read-only. Lists go a page of people at a time, in order of their ids, with an opaque cursor. Sealed answers and people whose record is restricted are in none.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: `${baseUrl}/api/v1` }],
  security: [{ key: [] }],
  paths: {
    ...Object.fromEntries(
      lists.map(({ path, scope, name, words }) => [
        path,
        {
          get: {
            operationId: `list${name}`,
            summary: words,
            description: `Needs a key that may read \`${scope}\`.`,
            parameters: listParameters,
            responses: { 200: { description: 'A page', content: json(refersTo(`PageOf${name}`)) }, ...refusals },
          },
        },
      ]),
    ),
    '/people/{id}': {
      get: {
        operationId: 'getPerson',
        summary: 'One former student',
        description:
          'Needs a key that may read `people`. Where the record was merged into another, that one is given, under its own id.',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: {
          200: { description: 'The person', content: json(refersTo('Person')) },
          404: answer('NotFound'),
          ...refusals,
        },
      },
    },
    ...figurePaths,
  },
  components: {
    securitySchemes: {
      key: {
        type: 'http',
        scheme: 'bearer',
        description: `A key of Settings, API keys. It may read one or more of: ${apiScopes.join(', ')}; of all schools or some; ${perMinute} times a minute.`,
      },
    },
    schemas: schemas(),
    responses: {
      BadRequest: refusal('A parameter or cursor that does not fit'),
      NoKey: refusal('No key, or one that opens nothing any more'),
      NotAllowed: refusal('The key may not read this'),
      NotFound: refusal('There is no such person, figure or school within the key’s schools'),
      TooMany: refusal('Too often in a minute; Retry-After says how many seconds to wait'),
    },
  },
});
