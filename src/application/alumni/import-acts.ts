// How is an act on an import written down? As an audit intent inside the import (requirement W11), ids only.
import type { AuditIntent } from '../../domain/alumni/audit.js';
import type { ImportId } from '../../domain/alumni/import.js';
import { isFolder } from '../../domain/alumni/own-headings.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { Tools } from '../tools.js';

/** Who acts: a member of staff, or the system itself where a watched folder brought the file. */
export const actorOf = ({ staffId }: Pick<Viewer, 'staffId'>): AuditIntent['actor'] =>
  isFolder(staffId) ? { kind: 'system' } : { kind: 'staff', id: staffId };

/** The intent that goes into the same write as the change. */
export const actOnImport = (
  { clock, newId }: Pick<Tools, 'clock' | 'newId'>,
  actor: AuditIntent['actor'],
  act: 'import.uploaded' | 'import.confirmed' | 'import.discarded' | 'import.finished',
  id: ImportId,
): AuditIntent => ({ id: newId(), at: clock.now(), actor, act, subject: `import:${id}` });
