import type { Tools } from '../tools.js';
import { appendAudit } from './append-audit.js';

export const governanceUseCases = (tools: Tools) => ({
  appendAudit: appendAudit(tools),
});
