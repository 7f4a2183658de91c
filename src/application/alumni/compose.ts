import type { Tools } from '../tools.js';
import { confirmImport, discardImport } from './decide-import.js';
import { beginHandOver, eraseSchool, goOnWithHandOvers, openHanded, showHandOver } from './hand-over.js';
import { importFile } from './import-file.js';
import { keepHeadings, listDropped, showPlace } from './keep-headings.js';
import { keepRules } from './keep-rules.js';
import { addSchool } from './keep-schools.js';
import { listImports, listProblems, showImport } from './look-at-imports.js';
import { listPeople, showPerson } from './look-at-people.js';
import { changeSchool, showSchool } from './look-after-school.js';
import { takeDropped } from './take-dropped.js';
import { uploadImport } from './upload-import.js';
import { resumeImports } from './write-import.js';

export const alumniUseCases = (tools: Tools) => ({
  uploadImport: uploadImport(tools),
  listImports: listImports(tools),
  showImport: showImport(tools),
  listProblems: listProblems(tools),
  confirmImport: confirmImport(tools),
  discardImport: discardImport(tools),
  resumeImports: resumeImports(tools),
  importFile: importFile(tools),
  takeDropped: takeDropped(tools),
  listDropped: listDropped(tools),
  showPlace: showPlace(tools),
  keepHeadings: keepHeadings(tools),
  addSchool: addSchool(tools),
  showSchool: showSchool(tools),
  showHandOver: showHandOver(tools),
  beginHandOver: beginHandOver(tools),
  eraseSchool: eraseSchool(tools),
  openHanded: openHanded(tools),
  goOnWithHandOvers: goOnWithHandOvers(tools),
  changeSchool: changeSchool(tools),
  listPeople: listPeople(tools),
  showPerson: showPerson(tools),
  keepRules: keepRules(tools),
});
