import type { Tools } from '../tools.js';
import { choosePlanOwner } from './choose-owner.js';
import { listPlans } from './look-at-plans.js';
import { savePlanRow } from './save-row.js';
import { showPlanRow, showPlans } from './show-plans.js';

export const planUseCases = (tools: Tools) => ({
  listPlans: listPlans(tools),
  showPlans: showPlans(tools),
  showPlanRow: showPlanRow(tools),
  savePlanRow: savePlanRow(tools),
  choosePlanOwner: choosePlanOwner(tools),
});
