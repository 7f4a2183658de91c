import type { Tools } from '../tools.js';
import { confirmImport, discardImport } from './decide-import.js';
import { importLeavers } from './import-leavers.js';
import { keepRules } from './keep-rules.js';
import { addSchool, listSchools } from './keep-schools.js';
import { listImports, listProblems, showImport } from './look-at-imports.js';
import { listPeople, showPerson } from './look-at-people.js';
import { changeSchool, showSchool } from './look-after-school.js';
import { uploadLeavers } from './upload-import.js';
import { resumeImports } from './write-import.js';

export const alumniUseCases = (tools: Tools) => ({
  uploadLeavers: uploadLeavers(tools),
  listImports: listImports(tools),
  showImport: showImport(tools),
  listProblems: listProblems(tools),
  confirmImport: confirmImport(tools),
  discardImport: discardImport(tools),
  resumeImports: resumeImports(tools),
  importLeavers: importLeavers(tools),
  listSchools: listSchools(tools),
  addSchool: addSchool(tools),
  showSchool: showSchool(tools),
  changeSchool: changeSchool(tools),
  listPeople: listPeople(tools),
  showPerson: showPerson(tools),
  keepRules: keepRules(tools),
});
