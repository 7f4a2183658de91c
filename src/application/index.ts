// The front door of the use cases: each part's verbs, composed over the same tools.
import { destinationUseCases } from './destinations/compose.js';
import { callUseCases } from './calls/compose.js';
import { careUseCases } from './care/compose.js';
import { alumniUseCases } from './alumni/compose.js';
import { apiUseCases } from './api/compose.js';
import { authorityUseCases } from './authority/compose.js';
import { leavingUseCases } from './leaving/compose.js';
import { replyUseCases } from './replies/compose.js';
import { governanceUseCases } from './governance/compose.js';
import { insightUseCases } from './insight/compose.js';
import { officialUseCases } from './official/compose.js';
import { peopleUseCases } from './people/compose.js';
import { planUseCases } from './plans/compose.js';
import type { Tools } from './tools.js';
import { surveyUseCases } from './survey/compose.js';
import { waveUseCases } from './waves/compose.js';

export { judgeMail, type JudgedMail } from './waves/take-in-mail.js';
export type { AppSettings, Clock, Log, Tools } from './tools.js';

/** Every use case over the same tools. */
export const createApplication = (tools: Tools) => {
  const waves = waveUseCases(tools);
  const destinations = destinationUseCases(tools);
  const calls = callUseCases(tools, waves);
  const care = careUseCases(tools);
  return {
    waves,
    destinations,
    calls,
    care,
    replies: replyUseCases(tools, { ...waves, ...calls, ...destinations }),
    survey: surveyUseCases(tools, { waves, destinations, calls, care }),
    leaving: leavingUseCases(tools, { waves, destinations, care }),
    alumni: alumniUseCases(tools),
    people: peopleUseCases(tools),
    api: apiUseCases(tools),
    plans: planUseCases(tools),
    authority: authorityUseCases(tools),
    official: officialUseCases(tools),
    insight: insightUseCases(tools),
    governance: governanceUseCases(tools),
  };
};

/** All use cases, by their part of the house. */
export type Application = ReturnType<typeof createApplication>;
