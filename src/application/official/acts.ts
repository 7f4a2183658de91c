// How is an act on an official file written down? As an audit intent inside the document that changes (requirement W11).
import type { AuditIntent } from '../../domain/alumni/audit.js';
import type { OfficialImportId } from '../../domain/official/versions.js';
import type { Tools } from '../tools.js';

/** The intent that goes into the same write as the change. */
export const actOnOfficial = (
  { clock, newId }: Pick<Tools, 'clock' | 'newId'>,
  actor: AuditIntent['actor'],
  act:
    | 'official.uploaded'
    | 'official.confirmed'
    | 'official.discarded'
    | 'official.finished'
    | 'official.stopped'
    | 'official.shown'
    | 'official.taken-back',
  id: OfficialImportId,
): AuditIntent => ({ id: newId(), at: clock.now(), actor, act, subject: `official-import:${id}` });
