// How is an act on an import written down? As an audit intent inside the import (requirement W11), ids only.
import type { AuditIntent } from '../../domain/alumni/audit.js';
import type { ImportId } from '../../domain/alumni/import.js';
import type { Tools } from '../tools.js';

/** The intent that goes into the same write as the change. */
export const actOnImport = (
  { clock, newId }: Pick<Tools, 'clock' | 'newId'>,
  actor: AuditIntent['actor'],
  act: 'import.uploaded' | 'import.confirmed' | 'import.discarded' | 'import.finished',
  id: ImportId,
): AuditIntent => ({ id: newId(), at: clock.now(), actor, act, subject: `import:${id}` });
