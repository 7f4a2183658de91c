import type { Tools } from '../tools.js';
import { completeMerges, decideDuplicate, undoDuplicate } from './decide-duplicate.js';
import { findDuplicates } from './find-duplicates.js';
import { showDuplicate } from './show-duplicate.js';

export const peopleUseCases = (tools: Tools) => ({
  findDuplicates: findDuplicates(tools),
  showDuplicate: showDuplicate(tools),
  decideDuplicate: decideDuplicate(tools),
  undoDuplicate: undoDuplicate(tools),
  completeMerges: completeMerges(tools),
});
