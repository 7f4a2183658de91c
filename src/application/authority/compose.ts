import type { Tools } from '../tools.js';
import { exportReturn, keepHeadings, listReturns } from './returns.js';

export const authorityUseCases = (tools: Tools) => ({
  listReturns: listReturns(tools),
  keepHeadings: keepHeadings(tools),
  exportReturn: exportReturn(tools),
});
