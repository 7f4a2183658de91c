// The front door of the use cases: each part's verbs, composed over the same tools.
import { governanceUseCases } from './governance/compose.js';
import type { Tools } from './tools.js';

export type { AppSettings, Clock, Log, Tools } from './tools.js';

export const createApplication = (tools: Tools) => ({
  governance: governanceUseCases(tools),
});

export type Application = ReturnType<typeof createApplication>;
