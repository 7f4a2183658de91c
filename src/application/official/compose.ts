import type { Tools } from '../tools.js';
import { besideOfficial } from './beside-official.js';
import { confirmOfficial, discardOfficial } from './decide-official.js';
import { importOfficial } from './import-official.js';
import { listOfficial, showOfficial } from './look-at-official.js';
import { showVersion, takeBackVersion } from './move-versions.js';
import { showDiary } from './show-diary.js';
import { twinOfSchool } from './twin-of-school.js';
import { uploadOfficial } from './upload-official.js';
import { resumeOfficial } from './write-official.js';

export const officialUseCases = (tools: Tools) => ({
  uploadOfficial: uploadOfficial(tools),
  listOfficial: listOfficial(tools),
  showOfficial: showOfficial(tools),
  confirmOfficial: confirmOfficial(tools),
  discardOfficial: discardOfficial(tools),
  resumeOfficial: resumeOfficial(tools),
  importOfficial: importOfficial(tools),
  showVersion: showVersion(tools),
  takeBackVersion: takeBackVersion(tools),
  showDiary: showDiary(tools),
  besideOfficial: besideOfficial(tools),
  twinOfSchool: twinOfSchool(tools),
});
